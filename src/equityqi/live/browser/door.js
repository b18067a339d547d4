// The first page leads on, and takes along what a trainer's link says.
{
  const wanted = new URLSearchParams(location.search).get("case"), links = [...document.querySelectorAll("main a[href]")];
  const onward = (link) => new URL(location.search, link.href).href;
  const link = links.length === 1 ? links[0] : wanted && links.find((one) => one.getAttribute("href") === `${wanted}/index.html`);
  if (link) location.replace(onward(link));
  else links.forEach((one) => { one.href = onward(one); });
}
