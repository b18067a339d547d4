// Nodes, buttons and boxes for the site’s own parts, which are no forms of the course.

export function make(tag, props = {}, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children.filter((child) => child != null));
  return node;
}

export const button = (textContent, onclick, className = "eq-quiet") => make("button", { type: "button", textContent, onclick, className });

export function field(text, value = "") {
  const input = make("input", { type: "text", value, autocomplete: "off", maxLength: 60, spellcheck: false });
  return { input, node: make("label", { className: "eq-site-field" }, make("span", { textContent: text }), input) };
}

// A box over the page. `status(words, warn)` says what happened in it.
export function box(title, ...children) {
  const head = make("h2", { textContent: title, id: `eq-site-${title.toLowerCase().replace(/\W+/g, "-")}` });
  const said = make("p", { className: "eq-status" });
  said.setAttribute("role", "status");
  const close = button("Close", () => node.close());
  const node = make("dialog", { className: "eq-site-box" }, make("div", { className: "eq-form" }, make("div", { className: "eq-site-box-top" }, head, close), ...children, said));
  node.setAttribute("aria-labelledby", head.id);
  node.addEventListener("click", (event) => { if (event.target === node) node.close(); });
  return {
    node,
    status(words, warn = false) {
      said.textContent = words;
      said.classList.toggle("eq-warn", warn);
      said.scrollIntoView({ block: "nearest" }); // a small window may not show the end of the box
    },
  };
}
