// Whether Jupyter's own menus and code are shown; this browser remembers it.

const SHOWN = "equityqi:show-jupyter";

export const jupyterShown = () => { try { return localStorage.getItem(SHOWN) === "yes"; } catch { return false; } };
export const showJupyter = (shown) => { try { localStorage.setItem(SHOWN, shown ? "yes" : "no"); } catch { /* this browser keeps nothing */ } };
