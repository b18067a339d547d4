// The page on which a trainer opens a room of their own.

import { send } from "./common.js";

const form = document.getElementById("open"), key = document.getElementById("key"), said = document.getElementById("said");
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  said.textContent = "Opening your room …";
  try {
    location.assign((await send("/open/room", { key: key.value })).to);
  } catch (error) {
    said.textContent = error.status ? error.message : "The rooms can’t be reached. Check your network, then try again.";
    key.select();
  }
});
