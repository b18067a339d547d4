// Puts Python's memory into the browser's store, and ends: so goes all that the browser held for it. Nobody waits for it.
import { keepSnapshot } from "./snapshot.js";

onmessage = async ({ data }) => {
  await keepSnapshot(...data);
  close();
};
