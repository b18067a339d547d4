// The end of a game: what luck did, the score, the three rules, and the words of the players. in_lab.js and states.js stand before it.

function gameEnd(id, { look, typed, again }) {
  const heading = make("h3", { textContent: "Month 12: look back", tabIndex: -1 });
  const kinds = make("div", { className: "eq-foot eq-kinds" });
  kinds.setAttribute("role", "group");
  kinds.setAttribute("aria-label", "Which figures the picture shows");
  const luck = make("div", { className: "eq-luck" });
  const rules = make("div", { className: "eq-checks" });
  const total = make("p", { className: "eq-total" });
  const score = make("ul", { className: "eq-score" });
  score.setAttribute("role", "list");
  const words = make("textarea", { id: `${id}-words`, rows: 4, spellcheck: true, oninput: typed });
  const says = make("p", { className: "eq-status" });
  says.setAttribute("role", "status");
  const title = (textContent) => make("h4", { textContent });
  const node = make("section", { className: "eq-debrief", hidden: true },
    heading, make("p", { textContent: "Look at the picture again, first as you saw it and then without luck:" }), kinds,
    title("What luck did"), luck,
    title("Did you pass?"), rules,
    title("Your score"), total, score,
    make("label", { htmlFor: words.id }, make("span", { textContent: "What surprised you? Which success was luck? If the gap didn’t get 5 percentage points narrower, say why in at least 40 words:" })), words,
    make("div", { className: "eq-foot" }, make("button", { type: "button", className: "eq-quiet", textContent: "Play again", onclick: again }), says));

  return {
    node,
    heading,
    words,
    says,
    paint(view) {
      node.hidden = !view.finished;
      if (!view.finished) return;
      if (kinds.children.length !== view.kinds.length) { // they stay while they have the focus
        kinds.replaceChildren(...view.kinds.map(([kind, textContent]) => {
          const button = make("button", { type: "button", className: "eq-quiet", textContent, onclick: () => look(kind) });
          button.dataset.kind = kind;
          return button;
        }));
      }
      [...kinds.children].forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.kind === view.kind)));
      luck.replaceChildren(...view.luck.map((textContent) => make("p", { textContent })));
      const line = ([rule, met, why]) => make("li", { className: `eq-is-${met ? "right" : "again"}`, innerHTML: ICONS[met ? "right" : "again"] }, make("span", {}, make("strong", { textContent: `${rule}, ${met ? "met" : "not yet"}: ` }), why));
      rules.replaceChildren(make("ul", {}, ...view.rules.map(line)), ...(view.earlier ? [make("p", { textContent: "You’ve played before. The last game you finished counts." })] : []));
      const [, points, most, floor] = view.score.at(-1);
      total.replaceChildren(make("b", { textContent: points }), ` of ${most}. ${floor}`);
      score.replaceChildren(...view.score.slice(0, -1).map(([part, got, of, sentence]) => {
        const bar = make("span", { className: "eq-part-bar", hidden: !of }, make("i"));
        bar.setAttribute("aria-hidden", "true");
        bar.firstChild.style.width = `${of ? (100 * Number(got)) / Number(of) : 0}%`;
        return make("li", {}, make("p", { className: "eq-part-name" }, make("strong", { textContent: part }), make("span", { textContent: of ? `${got} of ${of}` : got })), bar, make("p", { textContent: sentence }));
      }));
      if (document.activeElement !== words) words.value = view.words;
    },
  };
}
