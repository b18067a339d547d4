// One card, or several in a row.

function render({ model, el }) {
  const cards = model.get("cards").map((spec, number) => card(spec, number, (message, buffers) => model.send(message, undefined, buffers)));
  const row = make("div", { className: "eq-cards-row" }, ...cards.map(({ node }) => node));
  const root = make("div", { className: `eq-form eq-small${cards.length > 1 ? " eq-several" : ""}` }, row);
  const folded = model.get("fold");
  if (folded) root.replaceChildren(make("details", { className: "eq-fold" }, make("summary", { textContent: folded }), row));
  el.append(root);
  const heard = (reply, buffers) => cards[reply.card]?.heard(reply, buffers);
  model.on("msg:custom", heard);
  keepKeys(root);
  const chosen = ({ target }) => { // a link to a set, on a trainer's page, chooses it here
    const name = target.closest?.("a[data-print]")?.dataset.print;
    const option = name && [...root.querySelectorAll("option")].find(({ value }) => value === name);
    if (option) option.selected = true;
  };
  document.addEventListener("click", chosen, true);
  return () => { document.removeEventListener("click", chosen, true); cards.forEach(({ end }) => end()); model.off("msg:custom", heard); };
}

export default { render };
