// What "Start this page" needs beyond Lab's own command, which would run nothing while Python is still
// starting, or ask for a kernel, and jump to the last cell; the switch that hides trainer's notes, and the trainer's button for formgrader. Written by hand, without a build: Lab hands over all that it uses.
(() => {
  const RUN_ALL = "notebook:run-all-cells";
  const NOTES = "equityqi:trainers-notes";
  const TEXTS = "equityqi:read-texts";
  const LOOK = `
    button[data-commandlinker-command="${RUN_ALL}"] { font: inherit; font-weight: 600; padding: .5em 1.2em; min-height: 2.75em;
      border: 1px solid #1d4f91; border-radius: 4px; background: #1d4f91; color: #fff; cursor: pointer; }
    button[data-commandlinker-command="${RUN_ALL}"]:focus-visible { outline: 3px solid #1b1f23; outline-offset: 2px;
      box-shadow: 0 0 0 2px #fff, 0 0 0 6px #ffb81c; }`;

  const toTheTop = (panel) => {
    const notebook = panel.content;
    if (!notebook?.widgets?.length) return;
    notebook.activeCellIndex = 0;
    notebook.scrollToItem?.(0)?.catch?.(() => {});
  };

  const plugin = {
    id: "equityqi:start",
    autoStart: true,
    activate(app) {
      document.head.append(Object.assign(document.createElement("style"), { textContent: LOOK }));
      const tell = (message) => app.commands
        .execute("apputils:notify", { message, type: "default", options: { autoClose: 4000 } })
        .catch(() => {});
      // Pressed before its Python is there, a page waits for it: Lab would run nothing, or ask which kernel to take.
      const waiting = new WeakSet();
      document.addEventListener("click", (event) => {
        const panel = app.shell.currentWidget, context = panel?.sessionContext;
        if (!event.target.closest?.(`button[data-commandlinker-command="${RUN_ALL}"]`) || !context || context.session?.kernel) return;
        event.preventDefault();
        event.stopPropagation();
        if (waiting.has(panel)) return;
        waiting.add(panel);
        tell("Starting this page. The first time takes a few seconds.");
        context.ready.then(() => {
          if (app.shell.currentWidget === panel) app.commands.execute(RUN_ALL);
          else waiting.delete(panel);
        });
      }, true);
      app.commands.commandExecuted.connect((_, { id }) => {
        const panel = app.shell.currentWidget;
        if (id !== RUN_ALL || !panel?.sessionContext) return;
        toTheTop(panel);
        setTimeout(() => toTheTop(panel), 50);
        if (!waiting.delete(panel)) tell("Starting this page.");
      });
      // The trainer's switch, in the toolbar of the trainer's pages: while presenting, no page shows a cell with the tag "trainer".
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
      app.restored.then(() => {
        const tidy = setInterval(() => { if (app.shell.mode === "single-document") app.shell.collapseLeft(); }, 200);
        setTimeout(() => clearInterval(tidy), 2000);
      });
    },
  };
  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB.equityqi = { init() {}, get: async () => () => ({ default: plugin, __esModule: true }) };
})();
