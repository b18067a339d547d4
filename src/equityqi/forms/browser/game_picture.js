// The picture of the game and the gap of each turn; months that were played come one after another. in_lab.js stands before it.

const MONTH = 1000; // ms from one month to the next

function tableOf(caption, [head, ...rows]) {
  const th = (textContent, scope) => { const cell = make("th", { textContent }); cell.setAttribute("scope", scope); return cell; };
  const body = rows.map(([first, ...cells]) => make("tr", {}, th(first, "row"), ...cells.map((textContent) => make("td", { textContent }))));
  return make("table", {}, make("caption", { textContent: caption }), make("thead", {}, make("tr", {}, ...head.map((words) => th(words, "col")))), make("tbody", {}, ...body));
}

function gamePicture(id) {
  const title = make("h3", { id: `${id}-sight`, textContent: "Reviews completed, %" });
  const now = make("b");
  const gapWords = make("span", { textContent: "Gap now" });
  const svg = make("div", { className: "eq-chart" });
  const strip = make("ol", { className: "eq-strip" });
  strip.setAttribute("role", "list");
  const caption = make("p", { id: `${id}-gaps`, className: "eq-caption", textContent: "The gap: D minus A and B together, in percentage points" });
  strip.setAttribute("aria-labelledby", caption.id);
  const [inside, legend] = [make("p", { className: "eq-legend" }), make("p", { className: "eq-legend" })]; // a phone has it below the picture
  const node = make("section", { className: "eq-sight" }, make("div", { className: "eq-sight-top" }, title, make("p", { className: "eq-gap-now" }, gapWords, now)), svg, caption, strip, inside);
  node.setAttribute("aria-labelledby", title.id);
  let ending = null; // what ends the months that are playing
  svg.addEventListener("click", () => ending?.());

  function draw(view) {
    svg.innerHTML = view.picture; // escaped by the page
  }

  function paint(view) {
    draw(view);
    const gaps = view.strip.filter(([, gap]) => gap && gap !== "next");
    const other = view.kind === "shown" ? null : view.kinds.find(([kind]) => kind === view.kind);
    title.textContent = other ? `Completed, %: ${other[1].toLowerCase()}` : "Reviews completed, %";
    gapWords.textContent = view.finished ? "Gap at the end" : "Gap now";
    now.textContent = gaps.at(-1)[1];
    strip.replaceChildren(...view.strip.map(([months, gap]) => {
      const cell = make("li", { className: gap === "next" ? "eq-coming" : "" }, make("span", { className: "eq-unseen", textContent: "Months " }), months, make("b", { textContent: gap || "–" }));
      return cell;
    }));
    strip.style.setProperty("--turns", String(Math.min(6, view.strip.length)));
    if (!legend.firstChild) [inside, legend].forEach((one) => one.append(...view.groups.map(([letter, words]) => make("span", {}, make("b", { textContent: letter }), ` ${words}`))));
  }

  return {
    node,
    legend,
    paint,
    playing: () => Boolean(ending),
    end: () => ending?.(),
    // The months of the turn that was played, one after another; then done(). A press on the picture ends it at once.
    play(view, done) {
      draw(view);
      const parts = view.played.map((month) => [...svg.querySelectorAll(`[data-month="${month}"]`)]);
      if (calm()) return done();
      node.classList.add("eq-playing");
      parts.flat().forEach((part) => part.classList.add("eq-later"));
      let timer = null;
      const next = () => {
        const part = parts.shift();
        part?.forEach((one) => one.classList.replace("eq-later", "eq-fresh"));
        timer = part ? setTimeout(next, MONTH) : null;
        if (!part) ending();
      };
      ending = () => {
        clearTimeout(timer);
        ending = null;
        node.classList.remove("eq-playing");
        done();
      };
      timer = setTimeout(next, MONTH / 4);
      return undefined;
    },
  };
}
