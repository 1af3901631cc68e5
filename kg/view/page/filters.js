/* What is shown: the rules, and the legend and fields that set them. */
(() => {
  const { el, state, lines, cards, nodes, data } = kg;
  const byId = (id) => document.getElementById(id);

  const said = (evidence) => !evidence.length || evidence.some((one) =>
    one[2] >= state.confidence && (state.article < 0 || one[1] === state.article));
  const inYears = (id) => !kg.years[id].length || state.from === null ||
    kg.years[id].some((year) => year >= state.from && year <= state.to);
  kg.factShown = (predicate, evidence) => !state.predicates.has(predicate) && said(evidence);

  const ownArticle = (id) => state.article < 0 || cards[id].v.some((value) => said(value[3])) ||
    kg.near[id].some((line) => lines[line].p.some((fact) => said(fact[2])));
  let shown = [];
  function decide() {
    shown = nodes.map((node, id) => !state.types.has(node.group) && inYears(id) && ownArticle(id) &&
      (!state.focus || state.focus.has(id)));
  }
  kg.nodeShown = (id) => shown[id];
  kg.lineShown = (id) => {
    const line = lines[id];
    return shown[line.f] && shown[line.o] && line.p.some(([predicate, , evidence]) => kg.factShown(predicate, evidence));
  };
  kg.refilter = () => { decide(); kg.emit("filter"); };
  decide();

  /* Nodes within so many steps of a node, over lines of any kind. */
  kg.within = (start, steps) => {
    const found = new Set([start]);
    let edge = [start];
    for (let i = 0; i < steps; i += 1) {
      edge = edge.flatMap((id) => kg.near[id].map((line) => kg.across(line, id))).filter((id) => !found.has(id) && found.add(id));
    }
    return found;
  };

  function counts(list) {
    const found = new Map();
    for (const one of list) found.set(one, (found.get(one) || 0) + 1);
    return found;
  }
  const ofTypes = counts(nodes.map((node) => node.group));
  const ofPredicates = counts(lines.flatMap((line) => line.p.map(([predicate]) => predicate))
    .concat(cards.flatMap((card) => card.v.map(([predicate]) => predicate))));

  function key(hidden, name, count, icon, label) {
    const button = el("button", { className: "key", "aria-pressed": String(!hidden.has(name)), "data-name": name,
      on: { click: () => {
        if (!hidden.delete(name)) hidden.add(name);
        button.setAttribute("aria-pressed", String(!hidden.has(name)));
        kg.refilter();
      } } },
    icon, el("span", { className: "label", text: label }), el("span", { className: "count", text: String(count) }));
    return button;
  }
  const stroke = (predicate) => el("span", { className: "stroke " + ((data.predicates[predicate] || {}).style || "plain") });

  function legend() {
    byId("types").replaceChildren(...[...kg.types.keys()].filter((type) => ofTypes.has(type))
      .map((type) => key(state.types, type, ofTypes.get(type), kg.icon(type), kg.typeName(type))));
    byId("predicates").replaceChildren(...[...ofPredicates].sort((a, b) => b[1] - a[1])
      .map(([predicate, count]) => key(state.predicates, predicate, count, stroke(predicate), kg.predicateName(predicate))));
  }
  function toggleAll(hidden, names) {
    const any = hidden.size > 0;
    hidden.clear();
    if (!any) names.forEach((name) => hidden.add(name));
    legend();
    kg.refilter();
  }
  byId("types-all").addEventListener("click", () => toggleAll(state.types, [...ofTypes.keys()]));
  byId("predicates-all").addEventListener("click", () => toggleAll(state.predicates, [...ofPredicates.keys()]));

  const years = [...new Set(kg.years.flat())].sort((a, b) => a - b);
  kg.yearSpan = years.length ? [years[0], years[years.length - 1]] : null;
  function range(id, label, least, most, step, value, act) {
    return el("input", { type: "range", id, min: String(least), max: String(most), step: String(step), value: String(value),
      "aria-label": label, on: { input: (event) => { act(Number(event.target.value)); kg.refilter(); } } });
  }
  function yearField() {
    if (!kg.yearSpan || years.length < 2) { byId("years").hidden = true; return; }
    const [first, last] = kg.yearSpan;
    const out = el("output", { text: "" });
    const tell = () => { out.textContent = (state.from ?? first) + " – " + (state.to ?? last); };
    const set = (from, to) => {
      [state.from, state.to] = from <= first && to >= last ? [null, null] : [Math.min(from, to), Math.max(from, to)];
      tell();
    };
    tell();
    byId("years").replaceChildren(el("div", { className: "field-head" }, el("span", { text: kg.t("years") }), out),
      range("year-from", kg.t("years") + " ≥", first, last, 1, state.from ?? first, (year) => set(year, state.to ?? last)),
      range("year-to", kg.t("years") + " ≤", first, last, 1, state.to ?? last, (year) => set(state.from ?? first, year)),
      el("small", { text: kg.t("undated") }));
  }
  function confidenceField() {
    const all = lines.flatMap((line) => line.p.flatMap((fact) => fact[2].map((one) => one[2])));
    byId("confidence").hidden = !all.some((one) => one < 1);
    const out = el("output", { text: state.confidence.toFixed(2) });
    byId("confidence").replaceChildren(el("div", { className: "field-head" }, el("span", { text: kg.t("confidence") }), out),
      range("least-confidence", kg.t("confidence"), 0, 1, 0.05, state.confidence, (value) => {
        state.confidence = value;
        out.textContent = value.toFixed(2);
      }));
  }
  function articleField() {
    byId("article").hidden = data.articles.length < 2;
    const select = el("select", { id: "article-choice", "aria-label": kg.t("article"),
      on: { change: (event) => { state.article = Number(event.target.value); kg.refilter(); } } },
    el("option", { value: "-1", text: kg.t("every_article") }),
    ...data.articles.map(([id, title], i) => el("option", { value: String(i), text: (title || id || kg.t("unknown_article")).slice(0, 120) })));
    select.value = String(state.article);
    byId("article").replaceChildren(el("div", { className: "field-head" }, el("span", { text: kg.t("article") })), select);
  }
  function build() { legend(); yearField(); confidenceField(); articleField(); }

  kg.reset = () => {
    state.types.clear();
    state.predicates.clear();
    Object.assign(state, { from: null, to: null, confidence: 0, article: -1, focus: null, steps: 0, path: null, picking: null });
    build();
    kg.refilter();
  };
  byId("reset").addEventListener("click", () => { kg.reset(); kg.select({}); kg.fit(null, true); });
  for (const event of ["language", "theme", "restored"]) kg.on(event, build);
})();
