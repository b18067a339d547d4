// The page on which a trainer opens a room of their own, and keeps the address of their page with its key.

import { el, send, wayBack } from "./common.js";

const form = document.getElementById("open"), key = document.getElementById("key"), said = document.getElementById("said");

function opened(address) {
  const head = el("h1", { tabIndex: -1 }, "Your room is open"), copied = el("p", { role: "status" });
  document.getElementById("main").replaceChildren(head,
    el("p", {}, "This address is your only way back in. You’ll need it if you close your page, or use another computer, or print the walls later. It works for 30 days."),
    ...wayBack(address, (words) => { copied.textContent = words; }, "plain quiet middle"), copied,
    el("p", {}, "Keep it to yourself, such as in an email to you alone. Your key is in it, after the #. A favourite won’t do, because your page hides the key."),
    el("a", { class: "go", href: address }, "Go to my page"));
  head.focus();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  said.textContent = "Opening your room …";
  try {
    opened((await send("/open/room", { key: key.value })).to);
  } catch (error) {
    said.textContent = error.status ? error.message : "The rooms can’t be reached. Check your network, then try again.";
    key.select();
  }
});
