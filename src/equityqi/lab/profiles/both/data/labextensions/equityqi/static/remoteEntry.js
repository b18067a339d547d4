// The course's own part of Lab, written by hand, without a build: Lab loads this file, and it loads the others beside it.
(() => {
  const here = document.currentScript.src;
  const beside = (name) => new URL(name, here).href;

  const plugin = ({ keepPlaces }, { trainersButtons }, { runByThemselves }, { bareRoom }) => ({
    id: "equityqi:course",
    autoStart: true,
    activate(app) {
      for (const name of ["lab.css", "room.css", "parts.css"]) document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: beside(name) }));
      const tell = (message) => app.commands
        .execute("apputils:notify", { message, type: "default", options: { autoClose: 4000 } })
        .catch(() => {});
      keepPlaces(app);
      trainersButtons(app, tell);
      runByThemselves(app);
      bareRoom(app);
      app.restored.then(() => {
        const tidy = setInterval(() => { if (app.shell.mode === "single-document" && !app.shell.leftCollapsed) app.shell.collapseLeft(); }, 200);
        setTimeout(() => clearInterval(tidy), 2000);
      });
    },
  });
  // Lab's own box is about servers and their configuration; whoever provides this is asked instead.
  const gone = ({ serverGone }, { IConnectionLost }) => ({ id: "equityqi:gone", autoStart: true, provides: IConnectionLost, activate: () => serverGone });

  let shared = {}; // what Lab shares with its extensions: {name: {version: {get}}}
  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB.equityqi = {
    init(scope) { shared = scope; },
    get: async () => {
      const [last, ...parts] = await Promise.all(["gone.js", "places.js", "trainer.js", "running.js", "room.js"].map((name) => import(beside(name))));
      const application = (await Object.values(shared["@jupyterlab/application"])[0].get())();
      return () => ({ default: [plugin(...parts), gone(last, application)], __esModule: true });
    },
  };
})();
