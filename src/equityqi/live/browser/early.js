// Before anything is drawn: light or dark, and that this page comes alive (from a file it cannot: browsers let no part of it load).
{
  const page = document.documentElement, dark = matchMedia("(prefers-color-scheme: dark)");
  const theme = () => { page.dataset.theme = dark.matches ? "dark" : "light"; };
  theme();
  dark.addEventListener("change", theme);
  if (location.protocol !== "file:") page.classList.add("eq-site-on");
}
