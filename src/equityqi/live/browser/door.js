// The first page leads on, and takes along what a trainer's link says.
const wanted = new URLSearchParams(location.search), links = [...document.querySelectorAll("main a[href]")];
const link = links.length === 1 ? links[0] : links.find((one) => wanted.get("case") && one.getAttribute("href") === `${wanted.get("case")}/index.html`);
if (link) location.replace(new URL(location.search, link.href));
else for (const one of links) one.href = new URL(location.search, one.href).href;
