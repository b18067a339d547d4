// On the course's own pages, in a room: a thin bar that says where the room is, and leads there. It never moves anybody by itself.
import { el, listen } from "/files/common.js";

const ROOM = "equityqi-room", AWAY = "equityqi-room-bar"; // the code of the room that this browser joined; whether its bar was closed
const recall = (where, name) => { try { return where.getItem(name) ?? ""; } catch { return ""; } };
const code = recall(localStorage, ROOM);

if (/^[A-Z0-9]{4,8}$/.test(code) && recall(sessionStorage, AWAY) !== code) {
  const at = `/r/${code}/`, bar = el("aside", { id: "eq-room-bar", "aria-label": "The room" }), say = el("span", { role: "status" });
  document.head.append(el("link", { rel: "stylesheet", href: "/files/bar.css" }));
  const close = () => { try { sessionStorage.setItem(AWAY, code); } catch { /* then it is back on the next page */ } stop(); bar.remove(); };
  const stop = listen(at, (picture) => {
    if (picture.ended) { try { localStorage.removeItem(ROOM); } catch { /* nothing to forget */ } return close(); }
    const { block } = picture, open = picture.vote?.rounds.at(-1)?.state === "open";
    say.textContent = `The room is at: ${block.title}.`;
    bar.replaceChildren(say, block.page ? el("a", { href: block.page }, "Go to this page") : "",
      el("a", { href: at }, open ? "A vote is open: vote now" : picture.sheet ? `${picture.sheet.title}: fill it in` : "To the room"),
      el("button", { type: "button", onclick: close, "aria-label": "Close the room’s bar" }, "Close"));
    bar.className = open ? "open" : "";
    if (!bar.isConnected) document.body.prepend(bar);
  }, (gone) => { bar.hidden = gone; }, () => bar.remove());
}
