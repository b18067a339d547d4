// What "Start this page" needs beyond Lab's own command, which would run nothing while Python is still
// starting, or ask for a kernel, and jump to the last cell.
const RUN_ALL = "notebook:run-all-cells";

const toTheTop = (panel) => {
  const notebook = panel.content;
  if (!notebook?.widgets?.length) return;
  notebook.activeCellIndex = 0;
  notebook.scrollToItem?.(0)?.catch?.(() => {});
};

export function startButton(app, tell) {
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
}
