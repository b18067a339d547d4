// The parts of a lesson, known by their headings: key points, a worked example, what people often think and so on. Each gets a class,
// which parts.css draws. It knows nothing of Jupyter: it is given a rendered text. A text that was marked already stays as it is.

const HEADINGS = "H1, H2, H3";
const TAG = /^(A worked example|Worked example): (?=.)/;
const SAID = /^["“]([^"“”]+[.!?…])["”](?:\s+|$)/; // "A thought." and then the answer
const NOTE = /^(Safe to try|Safety|A model, not the world|By choice)\b/;
const MINUTES = /^\d+ minutes?: /;
const SHIELD = ["M12 3 4.5 6v5.5c0 4.6 3.1 7.7 7.5 9.5 4.4-1.8 7.5-4.9 7.5-9.5V6Z", "m8.8 12 2.3 2.3 4.2-4.6"];

const words = (node) => node.textContent.replace(/¶\s*$/, "").trim();

function make(tag, className, ...children) {
  const node = Object.assign(document.createElement(tag), { className });
  node.append(...children);
  return node;
}

function shield() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "eq-part-icon", "aria-hidden": "true" })) svg.setAttribute(key, value);
  for (const d of SHIELD) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

// Puts a box of this class around a heading and what follows it, up to `last`; a heading alone stays alone.
function wrap(heading, className, last = () => false) {
  const inside = [heading];
  for (let next = heading.nextElementSibling; next && !next.matches(`${HEADINGS}, DETAILS, .eq-part`) && !last(next); next = next.nextElementSibling) inside.push(next);
  if (inside.length < 2) return;
  const box = make("section", `eq-part ${className}`);
  heading.before(box);
  box.append(...inside);
}

// A part that is too long for one slide goes on in a cell of its own, which says so: <div class="eq-on-example"></div>.
const ON = { "eq-on-example": "eq-part-example", "eq-on-keys": "eq-part-keys" };

function goesOn(mark) {
  wrap(mark, `${ON[mark.className]} eq-part-on`, isTask);
}

const isTask = (node) => node.matches("p") && /^Now you\b/.test(words(node));

// "A worked example: inhaler reviews" becomes a small tag and a title; the words stay.
function tagged(heading) {
  const text = heading.firstChild, found = text?.nodeType === Node.TEXT_NODE && TAG.exec(text.data);
  if (!found) return;
  const title = make("span", "eq-part-title");
  title.append(text.splitText(found[0].length), ...[...heading.childNodes].slice(1).filter((node) => !node.matches?.(".jp-InternalAnchorLink")));
  text.replaceWith(make("span", "eq-part-tag", found[1], make("span", "eq-part-colon", ": ")), title);
}

// A bullet of a thought and its answer. Any other bullet stays one.
function said(bullet) {
  const text = bullet.firstChild, found = text?.nodeType === Node.TEXT_NODE && SAID.exec(text.data);
  if (!found || (!text.data.slice(found[0].length).trim() && !text.nextSibling)) return;
  text.data = text.data.slice(found[0].length);
  const answer = make("p", "eq-part-answer", ...bullet.childNodes);
  bullet.replaceChildren(make("q", "eq-part-thought", found[1]), " ", answer);
  bullet.classList.add("eq-part-said");
}

function think(heading) {
  const list = heading.nextElementSibling;
  if (!list?.matches("ul")) return;
  [...list.children].forEach(said);
  if (!list.querySelector(".eq-part-said")) return;
  list.classList.add("eq-part-think");
  list.setAttribute("role", "list");
}

function note(quote) {
  const first = quote.querySelector("p > strong:first-child");
  if (!first || !NOTE.test(words(first))) return;
  quote.classList.add("eq-part", "eq-part-safe");
  quote.prepend(shield());
}

// "Safety." and the list below it, as the page of a case says it.
function safety(text) {
  wrap(text, "eq-part-safe");
  if (text.parentNode.matches(".eq-part-safe")) text.before(shield());
}

// What may be wider than the window gets a frame that scrolls, by keyboard too; where all of it is seen, the keyboard passes it over.
function framed(wide, className, label) {
  const frame = make("div", className);
  wide.before(frame);
  frame.append(wide);
  new ResizeObserver(() => {
    const more = frame.scrollWidth > frame.clientWidth;
    for (const [key, value] of Object.entries({ tabindex: "0", role: "group", "aria-label": label })) if (more) frame.setAttribute(key, value); else frame.removeAttribute(key);
  }).observe(frame);
}

// What you will learn is there for whoever wants it: the sentence below the title says it in short.
function aims(heading) {
  wrap(heading, "eq-part-aims");
  const box = heading.parentNode;
  if (!box.matches(".eq-part-aims")) return;
  const fold = make("details", "eq-part eq-part-aims eq-part-fold", make("summary", "", heading));
  fold.append(...box.childNodes);
  box.replaceWith(fold);
}

// The way on: the first link, "Next lesson: measuring gaps", is the one thing to press; the others are quiet.
function wayOn(heading) {
  const link = heading.nextElementSibling?.matches("ul") && heading.nextElementSibling.querySelector("li:first-child > a:only-child");
  if (!link) return;
  const [kind, title] = link.textContent.split(/: (.*)/);
  if (title) link.replaceChildren(make("span", "eq-part-tag", kind, make("span", "eq-part-colon", ": ")), make("span", "eq-part-title", title));
  wrap(heading, "eq-part-next");
}

// How long it takes is for everyone, what the minutes are spent on for the trainer: those words stay for printing.
function minutes(line) {
  const [whole, ...rest] = line.firstElementChild.textContent.split(":");
  line.firstElementChild.replaceChildren(whole, make("span", "eq-part-plan", ":", rest.join(":")));
  line.classList.add("eq-part-minutes");
}

export function markParts(text) {
  for (const node of [...text.children]) {
    if (node.matches(".eq-part, .eq-part-fold, .eq-part-minutes")) continue;
    const line = words(node);
    if (node.matches("h2") && line === "Key points") wrap(node, "eq-part-keys");
    else if (node.matches("h2") && line === "What you will learn") aims(node);
    else if (node.matches("h2") && line === "Where next?") wayOn(node);
    else if (node.matches("p:only-child") && line.startsWith("Your trainer reads this answer and gives")) node.classList.add("eq-part-away");
    else if (node.className in ON) goesOn(node);
    else if (node.matches("h2, h3, .eq-on-think") && (line === "What people often think" || !line)) think(node);
    else if (node.matches("h3") && /^(A worked|Worked) example\b/.test(line)) {
      tagged(node);
      wrap(node, "eq-part-example", isTask);
    } else if (node.matches("blockquote")) note(node);
    else if (node.matches("p") && node.children.length === 1 && node.firstElementChild.matches("em") && MINUTES.test(line)) minutes(node);
    else if (node.matches("p:has(> strong:first-child)") && line.startsWith("Safety.")) safety(node);
    else if (node.matches("details")) {
      node.classList.add("eq-part-fold");
      node.classList.toggle("eq-part-trainer", words(node.querySelector("summary") ?? node).startsWith("Trainer's notes"));
    }
  }
  for (const table of text.querySelectorAll("table")) if (!table.closest(".eq-part-table, .wide")) framed(table, "eq-part-table", "Table");
  for (const img of text.querySelectorAll("figure.eq-part-picture > img")) framed(img, "eq-part-wide", "Picture, wider than the window");
}

// Marks what stands in `root`, and whatever is drawn there later. `kind` says what a rendered text is.
export function watchParts(root, kind) {
  const mark = (node) => {
    const own = node.closest(kind);
    for (const text of [...(own ? [own] : []), ...node.querySelectorAll(kind)]) markParts(text);
  };
  mark(root);
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      if (target.matches(kind)) markParts(target);
      for (const node of addedNodes) if (node.nodeType === Node.ELEMENT_NODE) mark(node);
    }
  }).observe(root, { childList: true, subtree: true });
}
