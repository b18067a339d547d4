// What a person reads when Python could not do what they asked for.

const NOT_HERE = "This can’t be done in a browser alone. Use the course on a computer where it is installed, or ask your trainer.";
const STOPPED = "That didn’t work, and it isn’t your doing. What was saved is safe. Load the page again; if that doesn’t help, tell your trainer.";

// A sentence of the course itself, else what to do.
export function plainly(error) {
  if (error.type === "ModuleNotFoundError") return NOT_HERE;
  return /^equityqi\.[\w.]+: (.+)$/.exec(String(error.message).trim().split("\n").at(-1))?.[1] ?? STOPPED;
}
