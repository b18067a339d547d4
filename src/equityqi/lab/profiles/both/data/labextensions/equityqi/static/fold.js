// Parts of a page folded under one button until somebody wants them. It knows nothing of Jupyter: it is given the nodes.

const ANSWERED = '.eq-question:is([data-state="saved"], [data-state="received"], [data-state="again"], [data-state="right"])';

function memory(path) {
  const key = `equityqi:practice:${path}`;
  return {
    get: () => { try { return localStorage.getItem(key); } catch { return null; } },
    set: (state) => { try { localStorage.setItem(key, state); } catch { /* this browser keeps nothing */ } },
  };
}

// Folds `nodes`. What comes back: the line with the button, to be put above them, and `open()`. `key` is where the choice is kept.
export function foldAway(nodes, { words, key }) {
  const kept = memory(key);
  const button = Object.assign(document.createElement("button"), { type: "button", className: "eq-bar-button" });
  const line = Object.assign(document.createElement("p"), { className: "eq-page-practice" });
  line.append(button);
  const show = (open) => {
    button.textContent = `${open ? "Hide" : "Show"} ${words}`;
    button.setAttribute("aria-expanded", String(open));
    for (const node of nodes) node.classList.toggle("eq-page-folded", !open);
    if (open) answers.disconnect();
  };
  // Whoever has begun to practise finds the questions open; they arrive once the page has run.
  const answers = new MutationObserver(() => { if (nodes.some((node) => node.querySelector(ANSWERED))) show(true); });
  button.onclick = () => {
    const open = button.getAttribute("aria-expanded") === "false";
    answers.disconnect();
    kept.set(open ? "open" : "folded");
    show(open);
  };
  show(kept.get() === "open");
  if (!kept.get()) for (const node of nodes) answers.observe(node, { childList: true, subtree: true, attributeFilter: ["data-state"] });
  return { line, open: () => show(true) };
}
