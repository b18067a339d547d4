// When the server goes, one sentence of ours takes the place of Lab's box about servers and their configuration.
const AGAIN = 5000; // ms between two looks whether it is back
const WORDS = "The course was closed on this computer. What you typed is still in this browser. Start the course again, then open this page again.";

let note = null;

// What Lab calls when it cannot reach its server.
export async function serverGone(manager) {
  if (note) return;
  note = Object.assign(document.createElement("p"), { className: "eq-gone", textContent: WORDS });
  note.setAttribute("role", "alert");
  document.body.append(note);
  const { baseUrl, token } = manager.serverSettings;
  const back = () => fetch(`${baseUrl}api/status`, { headers: { Authorization: `token ${token}` } }).then(({ ok }) => ok, () => false);
  do await new Promise((later) => setTimeout(later, AGAIN)); while (!(await back()));
  note.remove();
  note = null;
}
