// The page where a trainer makes the link for a group.
import { dayOf, inWords, wrongDays } from "./link_days.js";

const [first, second, link] = ["first", "second", "link"].map((name) => document.querySelector(`#eq-site-${name}`));
const copy = document.querySelector("#eq-site-copy"), status = document.querySelector("#eq-site-said");
const site = new URL("./", location.href);

function write() {
  const days = [first, second].map(({ value }) => dayOf(value)), wrong = wrongDays(...days);
  const to = new URL(site);
  to.searchParams.set("case", link.dataset.case);
  days.forEach((day, at) => { if (day) to.searchParams.set(`session-${at + 1}`, day.toISOString().slice(0, 10)); });
  link.value = wrong ? "" : to.href;
  copy.disabled = Boolean(wrong);
  status.classList.toggle("eq-warn", Boolean(wrong));
  status.textContent = wrong ? `${wrong} Change one of the two.` : days.some(Boolean) ? `It says: ${days.map((day, at) => day && `session ${at + 1} is on ${inWords(day)}`).filter(Boolean).join(", ")}.` : "Without dates, people set them on the start page.";
}
first.oninput = second.oninput = write;
copy.onclick = async () => {
  link.select();
  try { await navigator.clipboard.writeText(link.value); status.textContent = "Copied. Paste it into your email to the group, and open it once yourself."; } catch { status.textContent = "The link is marked: copy it with Ctrl+C, or Cmd+C on a Mac."; }
};
write();
