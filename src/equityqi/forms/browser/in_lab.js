// What every form needs to live in a page of Lab; it stands before the form's own file.

function make(tag, props = {}, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
}

// A name that no other form on the page has: each form is a module of its own, so a counter would not do.
const unique = () => `eq-${Math.random().toString(36).slice(2)}`;

// A single letter typed here must not reach Lab, where it would add or delete cells.
function keepKeys(root) {
  const keep = (event) => { if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation(); };
  for (const kind of ["keydown", "keypress", "keyup"]) root.addEventListener(kind, keep);
}

// The output area learns that it holds a live form, so that the sleeping twin above it can hide. What comes back is to be called at the end.
function settle(root) {
  let area = null;
  const look = (tries) => {
    area = root.isConnected ? root.closest(".jp-OutputArea") : null;
    if (area) area.classList.add("eq-live");
    else if (tries && !root.isConnected) setTimeout(look, 50, tries - 1); // on the site there is none
  };
  look(100);
  return () => { if (area && !area.querySelector(".eq-form")) area.classList.remove("eq-live"); };
}
