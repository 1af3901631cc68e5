/* What is shown: the rules, and the legend and fields that set them. */
(() => {
  const { el, state, lines, cards, data } = kg;
  const byId = (id) => document.getElementById(id);

  const said = (evidence) => !evidence.length || evidence.some((one) =>
    one[4] >= state.confidence && (state.article < 0 || one[3] === state.article));
  const within = (year) => state.from === null || (year >= state.from && year <= state.to);
  /* Is a fact shown, by its predicate, evidence and, if it is a date, its year? */
  kg.factShown = (predicate, evidence, value) => {
    if (state.predicates.has(predicate) || !said(evidence)) return false;
    const year = value === undefined ? null : kg.yearOf(predicate, value);
    return year === null || within(year);
  };
  const inYears = (id) => state.from === null || !kg.years[id].length || kg.years[id].some(within);
  const ownArticle = (id) => state.article < 0 || cards[id].v.some((value) => said(value[3])) ||
    kg.near[id].some((line) => lines[line].p.some((fact) => said(fact[2])));

  const shownThing = new Uint8Array(cards.length);
  const shownLine = new Uint8Array(lines.length);
  function decide() {
    cards.forEach((card, id) => {
      shownThing[id] = !state.types.has(card.g) && (!state.focus || state.focus.has(id)) && inYears(id) && ownArticle(id) ? 1 : 0;
    });
    lines.forEach((line, i) => {
      shownLine[i] = shownThing[line.f] && shownThing[line.o] &&
        line.p.some(([predicate, , evidence]) => kg.factShown(predicate, evidence)) ? 1 : 0;
    });
    kg.version += 1;
  }
  kg.version = 0; // grows whenever what is shown may have changed
  kg.nodeShown = (id) => shownThing[id] === 1;
  kg.lineShown = (id) => shownLine[id] === 1;
  kg.refilter = () => { decide(); kg.emit("filter"); };
  decide();

  /* Every fact that the filters show: {s, p, o (a thing or null), raw, unit, line, evidence}. */
  let kept = { version: -1, facts: [] };
  kg.facts = () => {
    if (kept.version === kg.version) return kept.facts;
    const facts = [];
    lines.forEach((line, i) => {
      if (!shownLine[i]) return;
      for (const [p, forward, evidence] of line.p) {
        if (kg.factShown(p, evidence)) facts.push({ s: forward ? line.f : line.o, p, o: forward ? line.o : line.f, raw: "", unit: "", line: i, evidence });
      }
    });
    cards.forEach((card, s) => {
      if (shownThing[s]) for (const [p, raw, unit, evidence] of card.v) {
        if (kg.factShown(p, evidence, raw)) facts.push({ s, p, o: null, raw, unit, line: null, evidence });
      }
    });
    kept = { version: kg.version, facts };
    return facts;
  };

  /* Things within so many steps of a thing, over lines of any kind. */
  kg.within = (start, steps) => {
    const found = new Set([start]);
    let edge = [start];
    for (let i = 0; i < steps; i += 1) {
      edge = edge.flatMap((id) => kg.around(id)).filter((id) => !found.has(id) && found.add(id));
    }
    return found;
  };
  kg.focus = (id, steps) => {
    Object.assign(state, id === null ? { focus: null, centre: null, steps: 0 } : { focus: kg.within(id, steps), centre: id, steps });
    if (state.focus && state.focus.size < 400) kg.expand([...state.focus], id);
    kg.refilter();
  };

  function counts(list) {
    const found = new Map();
    for (const one of list) found.set(one, (found.get(one) || 0) + 1);
    return found;
  }
  const ofTypes = counts(cards.map((card) => card.g));
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
  const valued = (predicate) => Object.hasOwn(data.predicates, predicate) && data.predicates[predicate].style === "-";
  const stroke = (predicate) => el("span", { className: "stroke " + (valued(predicate) ? "value" : kg.lineStyle(predicate)), "aria-hidden": "true" });

  function legend() {
    byId("types").replaceChildren(...[...kg.types.keys()].filter((type) => ofTypes.has(type))
      .map((type) => key(state.types, type, ofTypes.get(type), kg.icon(type), kg.typeName(type))));
    const styles = ["cooperate", "build", "attend", "belong", "topic", "value"];
    const rank = (predicate) => styles.indexOf(valued(predicate) ? "value" : kg.lineStyle(predicate));
    byId("predicates").replaceChildren(...[...ofPredicates].sort((a, b) => rank(a[0]) - rank(b[0]) || b[1] - a[1])
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

  const perYear = counts(kg.years.flat());
  const years = [...perYear.keys()].sort((a, b) => a - b);
  let queued = 0;
  const soon = () => { if (!queued) queued = requestAnimationFrame(() => { queued = 0; kg.refilter(); }); };
  function range(id, label, least, most, step, value, act) {
    return el("input", { type: "range", id, min: String(least), max: String(most), step: String(step), value: String(value),
      "aria-label": label, on: { input: (event) => { act(Number(event.target.value)); soon(); } } });
  }
  /* Two handles on one track, under bars that tell how much is dated where. */
  function yearField() {
    byId("years").hidden = years.length < 2;
    if (years.length < 2) return;
    const [first, last] = [years[0], years[years.length - 1]];
    const out = el("output");
    const bars = [];
    const most = Math.max(...perYear.values());
    for (let year = first; year <= last; year += 1) {
      const bar = el("i", { title: year + ": " + (perYear.get(year) || 0) });
      bar.style.height = Math.round(100 * Math.sqrt((perYear.get(year) || 0) / most)) + "%";
      bars.push(bar);
    }
    const tell = () => {
      const [from, to] = [state.from ?? first, state.to ?? last];
      out.textContent = from + " – " + to;
      bars.forEach((bar, i) => bar.classList.toggle("out", first + i < from || first + i > to));
    };
    const set = () => {
      const [a, b] = [Number(low.value), Number(high.value)].sort((x, y) => x - y);
      [state.from, state.to] = a <= first && b >= last ? [null, null] : [a, b];
      tell();
    };
    const low = range("year-from", kg.t("years") + " ≥", first, last, 1, state.from ?? first, set);
    const high = range("year-to", kg.t("years") + " ≤", first, last, 1, state.to ?? last, set);
    tell();
    byId("years").replaceChildren(el("div", { className: "field-head" }, el("span", { text: kg.t("years") }), out),
      el("div", { className: "bars", "aria-hidden": "true" }, ...bars), el("div", { className: "span" }, low, high),
      el("small", { text: kg.t("undated") }));
  }
  const unsure = lines.some((line) => line.p.some((fact) => fact[2].some((one) => one[4] < 1))) ||
    cards.some((card) => card.v.some((value) => value[3].some((one) => one[4] < 1)));
  function confidenceField() {
    byId("confidence").hidden = !unsure;
    const out = el("output", { text: Math.round(state.confidence * 100) + "%" });
    byId("confidence").replaceChildren(el("div", { className: "field-head" }, el("span", { text: kg.t("confidence") }), out),
      range("least-confidence", kg.t("confidence"), 0, 1, 0.05, state.confidence, (value) => {
        state.confidence = value;
        out.textContent = Math.round(value * 100) + "%";
      }));
  }
  function articleField() {
    byId("article").hidden = data.articles.length < 2;
    const options = data.articles.map(([id, title, published], i) =>
      [String(i), ((title || id || kg.t("unknown_article")).slice(0, 80)) + (published ? " · " + published : "")]);
    byId("article").replaceChildren(el("div", { className: "field-head" }, el("span", { text: kg.t("article") })),
      kg.choice(kg.t("article"), [["-1", kg.t("every_article")], ...options], String(state.article),
        (value) => { state.article = Number(value); kg.refilter(); }));
  }
  function build() { legend(); yearField(); confidenceField(); articleField(); }

  kg.reset = () => {
    state.types.clear();
    state.predicates.clear();
    Object.assign(state, { from: null, to: null, confidence: 0, article: -1, focus: null, centre: null, steps: 0, path: null, picking: null });
    build();
    kg.refilter();
  };
  byId("reset").addEventListener("click", () => { kg.reset(); kg.select({}); kg.fit(null, true); });
  kg.on("language restored", build);

  const names = (set, known) => ({ write: () => [...set].join(","), read: (text) => text.split(",").filter((one) => known.has(one)).forEach((one) => set.add(one)) });
  for (const [name, set, known] of [["hide", state.types, ofTypes], ["without", state.predicates, ofPredicates]]) {
    const { write, read } = names(set, known);
    kg.keep(name, write, read);
  }
  kg.keep("years", () => (state.from === null ? "" : state.from + "-" + state.to), (text) => {
    const found = /^(\d{4})-(\d{4})$/.exec(text);
    if (found) [state.from, state.to] = [Number(found[1]), Number(found[2])];
  });
  kg.keep("least", () => state.confidence || "", (text) => { state.confidence = Math.min(1, Math.max(0, Number(text) || 0)); });
  kg.keep("article", () => (state.article < 0 ? "" : data.articles[state.article][0]),
    (text) => { state.article = data.articles.findIndex(([id]) => id === text); });
})();
