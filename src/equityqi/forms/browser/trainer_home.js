// The trainer's home. The day and the time are read here, or the trainer chooses another day; Python answers with the page.

const EVERY = 30000; // ms between two looks at the time
const WAIT = 4000;
const BUSY = "Getting your page ready. If nothing comes, load the page again.";

const two = (number) => String(number).padStart(2, "0");

function render({ model, el }) {
  const page = make("div", {});
  const pick = make("input", { type: "date" });
  const back = make("button", { type: "button", className: "eq-link", textContent: "Back to today", hidden: true });
  const day = make("p", { className: "eq-home-pick" }, make("label", {}, make("span", { textContent: "Look at another day:" }), pick), back);
  const root = make("div", { className: "eq-form eq-home" }, page, day);
  el.append(root);
  let shown = "", timer = null;

  const busy = () => { shown = ""; page.textContent = BUSY; };
  const links = () => [...page.querySelectorAll("a")];
  const ask = (more = {}) => {
    const now = new Date();
    const today = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
    back.hidden = !pick.value;
    if (!shown) timer = setTimeout(busy, WAIT);
    try {
      model.send({ day: pick.value || today, minutes: now.getHours() * 60 + now.getMinutes(), ...more });
    } catch {
      busy();
    }
  };
  const heard = ({ html }) => {
    clearTimeout(timer);
    const fresh = make("div", { innerHTML: html });
    const now = fresh.querySelector(".eq-home-day")?.textContent ?? "";
    fresh.querySelector(".eq-home-day")?.replaceChildren();
    if (fresh.innerHTML !== shown) { // the time alone changes nothing but its own line
      const held = page.contains(document.activeElement) ? document.activeElement : null;
      const at = links().indexOf(held), href = held?.getAttribute("href");
      shown = fresh.innerHTML;
      page.replaceChildren(...fresh.childNodes);
      if (held) { // the focus stays where it was, or goes to what comes next now
        const same = [links()[at], ...links()].find((link) => href && link?.getAttribute("href") === href);
        (same ?? page.querySelector(".eq-home-act"))?.focus({ preventScroll: true });
      }
    }
    const line = page.querySelector(".eq-home-day");
    if (line && line.textContent !== now) line.textContent = now;
  };
  page.onclick = ({ target }) => {
    const done = target.closest("[data-done]")?.dataset.done;
    if (done) ask({ done });
  };
  pick.onchange = () => ask();
  back.onclick = () => { pick.value = ""; ask(); pick.focus(); };
  const seen = () => { if (!document.hidden) ask(); };
  document.addEventListener("visibilitychange", seen);
  model.on("msg:custom", heard);
  keepKeys(root);
  const settled = settle(root);
  const again = setInterval(ask, EVERY);
  ask();
  return () => { clearInterval(again); clearTimeout(timer); document.removeEventListener("visibilitychange", seen); model.off("msg:custom", heard); settled(); };
}

export default { render };
