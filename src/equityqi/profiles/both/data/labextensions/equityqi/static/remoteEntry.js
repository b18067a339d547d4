// A page that was started stays at its top, where the reader is: Lab alone would jump to its last cell.
// Written by hand, without a build: it needs nothing but the application that Lab hands over.
(() => {
  const toTheTop = (panel) => {
    const notebook = panel?.content;
    if (!notebook?.widgets?.length) return;
    notebook.activeCellIndex = 0;
    notebook.scrollToItem?.(0)?.catch?.(() => {});
  };
  const plugin = {
    id: "equityqi:start",
    autoStart: true,
    activate(app) {
      app.commands.commandExecuted.connect((_, { id, result }) => {
        if (id !== "notebook:run-all-cells") return;
        const panel = app.shell.currentWidget;
        toTheTop(panel);
        setTimeout(() => toTheTop(panel), 50);
      });
      app.restored.then(() => {
        const more = setInterval(() => { if (app.shell.mode === "single-document") app.shell.collapseLeft(); }, 200);
        setTimeout(() => clearInterval(more), 2000);
      });
    },
  };
  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB.equityqi = { init() {}, get: async () => () => ({ default: plugin, __esModule: true }) };
})();
