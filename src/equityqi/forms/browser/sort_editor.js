// The editor of cards to sort: one card is in the hand, with a button for each option, and the placed ones lie below. editors.js stands before it.

const MOST_PILES = 4; // with more options, the placed cards are one list

editors.sort = (spec, name, changed, announce) => {
  const { items, then } = spec;
  const options = new Map(spec.options);
  const seconds = new Map(then ? then.options : []);
  const asks = (first) => Boolean(then) && (!then.after.length || then.after.includes(first));
  let answer = {};
  let taken = null; // the card that was taken back last; without one, the hand holds the first that isn't placed

  const firstOf = (key) => [answer[key]].flat()[0] ?? null;
  const secondOf = (key) => [answer[key]].flat()[1] ?? null;
  const isPlaced = (key) => options.has(firstOf(key)) && (!asks(firstOf(key)) || secondOf(key) !== null);
  const waiting = () => items.map(([key]) => key).filter((key) => !isPlaced(key));
  const inHand = () => (waiting().includes(taken) ? taken : waiting()[0]);

  const sentence = (words) => (/[.?!]$/.test(words) ? words : `${words}.`);

  // ---- the hand
  const button = (textContent, onclick, className = "") => make("button", { type: "button", className, textContent, onclick });
  const count = make("p", { id: `${name}-count`, className: "eq-count" });
  // All cards lie in one place and only one is seen: so the tallest gives the height, and no button moves.
  const faces = new Map(items.map(([key, text], at) => [key, make("p", { id: `${name}-card-${at}`, textContent: `${key}. ${text}` })]));
  const face = make("div", { className: "eq-face" }, ...faces.values());
  // A card with the name of a heading on the page, or with its number of a chart, brings along the picture below it.
  const called = (words) => /^Chart \d+(?=:)/.exec(words)?.[0] ?? words;
  const pictured = () => items.forEach(([key, text]) => {
    const heading = [...document.querySelectorAll("h3")].find((one) => called(one.textContent.replace("¶", "").trim()) === called(text));
    const found = heading && [...document.querySelectorAll("figure img")].find((img) => heading.compareDocumentPosition(img) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (!found || faces.get(key).querySelector("img")) return;
    const copy = found.cloneNode();
    copy.alt = ""; // its words stand at the picture itself
    faces.get(key).append(make("span", { className: "eq-picture" }, copy));
  });
  const puts = new Map(spec.options.map(([code, label]) => [code, button(label, () => putUnder(code))]));
  const nexts = then ? then.options.map(([code, label]) => button(label, () => addSecond(code))) : [];
  const back = button("Back", () => takeBack(inHand()), "eq-quiet");
  const ask = make("p", { id: `${name}-ask`, className: "eq-ask" });
  const group = (labels, ...inside) => {
    const node = make("div", { className: "eq-puts" }, ...inside);
    node.setAttribute("role", "group");
    const longest = Math.max(...labels.map((label) => label.length));
    node.style.setProperty("--least", `${Math.min(11, 1.2 + longest * 0.55)}rem`); // on a phone
    node.style.setProperty("--columns", labels.length < 4 ? labels.length : labels.length > 4 ? 3 : longest > 14 ? 2 : 4);
    return node;
  };
  const firstStep = group([...options.values()], ...puts.values());
  const secondStep = group([...seconds.values()], ...nexts);
  const second = make("div", {}, ask, secondStep, back);
  const all = make("p", { textContent: `All ${items.length} cards are placed. Press a card to take it back.` });
  const hand = make("div", { className: "eq-hand" }, count, face, firstStep, second, all);

  const hint = make("p", { className: "eq-hint-back", textContent: "Changed your mind? Press a placed card to take it back." });

  // ---- the piles
  const cards = new Map(items.map(([key, text]) => {
    const under = make("span", { className: "eq-under" });
    // The second press of a double click on the last option would land here.
    const taker = button("", (event) => { if (event.detail < 2) takeBack(key); }, "eq-card");
    taker.append(`${key}. ${text} `, under, make("span", { className: "eq-unseen", textContent: " Take this card back." }));
    return [key, { under, taker, row: make("li", {}, taker) }];
  }));
  const columns = spec.options.length <= MOST_PILES;
  const pile = (heading) => {
    const number = make("span");
    const list = make("ul");
    list.setAttribute("role", "list");
    return { node: make("div", { className: "eq-pile" }, make("h4", {}, heading, " ", number), list), number, list };
  };
  const piles = columns ? spec.options.map(([code, label]) => ({ ...pile(label), code })) : [pile("Placed cards")];
  const pilesNode = make("div", { className: columns ? "eq-piles" : "eq-piles eq-one-list" }, ...piles.map(({ node }) => node));
  pilesNode.style.setProperty("--columns", piles.length === 4 ? 2 : piles.length);

  function words(key) {
    const open = asks(firstOf(key)) && secondOf(key) === null;
    const more = open ? `${then.prompt} Not said yet` : asks(firstOf(key)) ? seconds.get(secondOf(key)) : "";
    return [columns ? "" : options.get(firstOf(key)), more].filter(Boolean).join(", ");
  }

  function draw() {
    const now = inHand();
    const asking = now !== undefined && options.has(firstOf(now));
    count.textContent = `Card ${items.length - waiting().length + 1} of ${items.length}`;
    faces.forEach((node, key) => node.classList.toggle("eq-away", key !== now));
    count.hidden = face.hidden = now === undefined;
    all.hidden = now !== undefined;
    hint.hidden = now === undefined || waiting().length === items.length;
    firstStep.hidden = now === undefined || asking;
    second.hidden = !asking;
    if (now !== undefined) {
      firstStep.setAttribute("aria-labelledby", `${count.id} ${faces.get(now).id}`);
      secondStep.setAttribute("aria-labelledby", `${ask.id} ${faces.get(now).id}`);
    }
    if (asking) ask.textContent = `${sentence(options.get(firstOf(now)))} ${then.prompt}`;
    piles.forEach(({ code, node, list, number }) => {
      const keys = items.map(([key]) => key).filter((key) => key !== now && options.has(firstOf(key)) && (!columns || firstOf(key) === code));
      const rows = keys.map((key) => cards.get(key).row);
      [...list.children].filter((row) => !rows.includes(row)).forEach((row) => row.remove());
      rows.forEach((row, at) => { if (list.children[at] !== row) list.insertBefore(row, list.children[at] ?? null); });
      keys.forEach((key) => { cards.get(key).under.textContent = words(key); });
      list.hidden = !rows.length;
      node.hidden = !columns && !rows.length;
      number.replaceChildren(`${rows.length}`, make("span", { className: "eq-unseen", textContent: rows.length === 1 ? " card" : " cards" }));
    });
  }

  // ---- what a press does
  let pressed = puts.values().next().value; // the focus comes back to the heading that was used last

  function give(key, value, said) {
    answer = { ...answer, [key]: value };
    if (value === null) taken = key;
    draw();
    const now = inHand();
    const asking = now !== undefined && !second.hidden;
    const next = now === undefined ? `All ${items.length} cards are placed.` : now === key && asking ? "" : `${count.textContent}: ${faces.get(now).textContent}`;
    announce([said, next, asking ? then.prompt : ""].filter(Boolean).join(" "));
    changed({ [key]: value }, { patch: true });
    if (now === undefined) hand.closest(".eq-form").querySelector(".eq-check").focus();
    else (asking ? nexts[0] : pressed).focus();
    if (value === null) hand.scrollIntoView({ block: "nearest" });
  }

  function putUnder(code) {
    pressed = puts.get(code);
    give(inHand(), code, sentence(options.get(code)));
  }

  function addSecond(code) {
    give(inHand(), [firstOf(inHand()), code], sentence(seconds.get(code)));
  }

  function takeBack(key) {
    pressed = puts.get(firstOf(key));
    give(key, null, "Taken back.");
  }

  const frame = framed(spec.prompt, make("div", { className: "eq-sorting" }, hand, pilesNode, hint));
  new IntersectionObserver(pictured).observe(frame); // pictures may come later than their questions
  return {
    node: frame,
    paint(value) { answer = { ...(value ?? {}) }; draw(); },
    left: () => (waiting().length < items.length ? waiting().length : 0),
    place(key) {
      if (!options.has(firstOf(key)) || !cards.has(key)) return undefined;
      const { taker, row } = cards.get(key);
      return key === inHand() ? { field: nexts[0], box: hand, after: face } : { field: taker, box: row, after: taker };
    },
  };
};
