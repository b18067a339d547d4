// The trainer's switch that hides the notes, and the trainer's button for formgrader.
const NOTES = "equityqi:trainers-notes";
const TEXTS = "equityqi:read-texts";

// The buttons of a trainer's bar: on a page for the room the switch for its notes, on the trainer's own the way to the texts.
export function trainersTools(app, page) {
  const own = page?.path.includes("course/trainer/"), command = own ? TEXTS : NOTES;
  if (!page || (own && !page.path.endsWith("course/trainer/collect.ipynb"))) return [];
  const button = Object.assign(document.createElement("button"), { type: "button", className: "eq-bar-link" });
  const name = () => { button.textContent = app.commands.label(command); };
  button.onclick = () => { app.commands.execute(command).finally(name); };
  name();
  return [button];
}

export function trainersButtons(app, tell) {
  // While presenting, no page shows a cell with the tag "trainer".
  let presenting = false;
  const settle = (panel) => panel?.context?.ready?.then(() => panel.content?.widgets?.forEach((cell) => {
    if (cell.model.getMetadata?.("tags")?.includes("trainer")) cell.setHidden(presenting);
  }));
  app.commands.addCommand(NOTES, {
    label: () => (presenting ? "Show trainer's notes" : "Hide trainer's notes"),
    execute: () => {
      presenting = !presenting;
      for (const panel of app.shell.widgets("main")) settle(panel);
      app.commands.notifyCommandChanged(NOTES);
      tell(presenting ? "The trainer's notes are hidden on every page." : "The trainer's notes are shown.");
    },
  });
  // The trainer's way to the texts that a person reads: formgrader on the last marking, from a server of its own. The tab
  // opens at the click, since browsers keep back one that opens later.
  app.commands.addCommand(TEXTS, {
    label: "Read and mark texts",
    execute: async () => {
      const tab = window.open("", "equityqi-formgrader");
      const { baseUrl, token } = app.serviceManager.serverSettings;
      tell("Opening Formgrader. This takes a few seconds.");
      try {
        const answer = await fetch(`${baseUrl}equityqi/formgrader`, { method: "POST", headers: { Authorization: `token ${token}` } });
        const { address, failed } = await answer.json();
        if (!address) throw new Error(failed);
        if (tab) tab.location = address; else tell(`Your browser kept the new tab back. Copy this address into it: ${address}`);
      } catch (error) {
        tab?.close();
        app.commands.execute("apputils:notify", { message: error.message || "Formgrader did not start.", type: "warning", options: { autoClose: false } }).catch(() => {});
      }
    },
  });
  app.shell.currentChanged?.connect((_, { newValue }) => settle(newValue));
}
