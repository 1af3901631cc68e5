/* The panel: everything that is known of what is selected, each fact with the words that say it. */
(() => {
  const { el, state, cards, lines } = kg;
  const panel = document.getElementById("panel");
  const MOST = 100; // relations listed of one thing; the table has all

  /* Select a thing, a line, or a pair of parties {a, b, agreements, line}; nothing: clear the selection. */
  kg.select = ({ node = null, line = null, pair = null }) => {
    Object.assign(state, { path: null, picking: null, node, line, pair });
    if (node !== null && !kg.open.has(node)) kg.expand([node, ...kg.around(node).slice(0, 30)], node);
    show();
    kg.emit("select");
  };
  /* A click on a thing: selects it, or ends the path that is being looked for. */
  kg.pick = (node) => {
    if (state.picking === null) kg.select({ node }); else kg.showPath(state.picking, node);
  };
  kg.showPath = (start, end) => {
    state.picking = null;
    const path = shortest(start, end);
    if (!path) { kg.notice(kg.t("path_none"), 6000); return; }
    kg.expand(path.nodes, path.nodes.find((id) => kg.open.has(id)));
    Object.assign(state, { path, node: null, line: null, pair: null });
    show();
    kg.emit("select");
    kg.fit(path.nodes, true);
  };

  function shortest(start, end) {
    const before = new Map([[start, null]]);
    let edge = [start];
    while (edge.length && !before.has(end)) {
      const next = [];
      for (const id of edge) for (const line of kg.near[id]) {
        const other = kg.across(line, id);
        if (!before.has(other) && kg.lineShown(line)) { before.set(other, line); next.push(other); }
      }
      edge = next;
    }
    if (!before.has(end)) return null;
    const [found, along] = [[end], []];
    for (let id = end; before.get(id) !== null;) {
      along.unshift(before.get(id));
      id = kg.across(before.get(id), id);
      found.unshift(id);
    }
    return { nodes: found, lines: along };
  }

  const heading = (text, count) => el("h3", {}, text, el("span", { className: "count", text: String(count) }));
  const predicate = (name, inverse) => el("span", { className: "predicate", text: kg.predicateName(name, inverse) });

  function head(title, under, actions) {
    return el("div", { className: "panel-head" },
      el("button", { className: "close", "aria-label": kg.t("close"), text: "×", on: { click: () => kg.select({}) } }),
      el("h2", { dir: "auto", tabindex: "-1" }, ...title), el("div", { className: "chips" }, ...under),
      el("div", { className: "actions" }, ...actions.filter(Boolean)));
  }
  const copies = (text, sparql) => [kg.button(kg.t("copy_text"), () => kg.copy(text())), kg.button(kg.t("copy_sparql"), () => kg.copy(sparql()))];

  function nodePanel(id) {
    const card = cards[id];
    const values = kg.valuesOf(id);
    const facts = kg.relationsOf(id);
    const under = [kg.chip(kg.typeName(card.g), kg.icon(card.g)), ...card.t.filter((type) => type !== card.g).map((type) => kg.chip(kg.typeName(type)))];
    return [
      head([el("bdi", { text: card.n })], under, nodeActions(id)),
      card.a.length ? el("p", { className: "aliases" }, el("span", { className: "quiet", text: kg.t("also_called") + " " }),
        ...card.a.slice(0, 40).map((name) => el("bdi", { className: "alias", text: name }))) : null,
      values.length ? heading(kg.t("properties"), values.length) : null,
      ...values.map(([name, value, unit, evidence]) => kg.fact([predicate(name),
        el("bdi", { className: "value", text: kg.valueText(name, value, unit) })], evidence, values.length === 1)),
      facts.length ? heading(kg.t("relations"), facts.length) : null,
      ...facts.slice(0, MOST).map((fact, i) => kg.fact([predicate(fact.predicate, fact.inverse), kg.link(fact.other)], fact.evidence, i === 0)),
      facts.length > MOST ? el("p", { className: "source", text: kg.t("more_in_table", { n: facts.length - MOST }) }) : null,
      values.length || facts.length ? null : kg.blank(kg.t("no_facts")),
      el("p", { className: "iri" }, el("span", { text: kg.t("iri") }), " ", el("code", { text: card.i.slice(0, 300) })),
    ];
  }

  function nodeActions(id) {
    const more = kg.around(id).filter((other) => !kg.open.has(other)).length;
    const focus = (steps) => {
      const same = state.centre === id && state.steps === steps;
      kg.focus(same ? null : id, steps);
      kg.select({ node: id });
      kg.fit(null, true);
    };
    return [
      el("span", { className: "group", role: "group", "aria-label": kg.t("steps") }, el("span", { text: kg.t("steps") }),
        ...[1, 2, 3].map((steps) => kg.button(String(steps), () => focus(steps), state.centre === id && state.steps === steps))),
      kg.button(kg.t("path"), () => { state.picking = id; kg.notice(kg.t("path_pick"), 0); document.getElementById("search").focus(); }),
      more ? kg.button(kg.t("expand", { n: more }), () => { kg.expand(kg.around(id), id); show(); }) : null,
      ...copies(() => kg.nodeText(id), () => kg.nodeSparql(id)),
    ];
  }

  const triple = ({ predicate: name, evidence, s, o }, open) => kg.fact([
    el("bdi", { className: "value", text: cards[s].n }), predicate(name), el("bdi", { className: "value", text: cards[o].n })], evidence, open);
  const between = (a, b) => [kg.link(a), el("span", { className: "arrow", "aria-hidden": "true", text: "—" }), kg.link(b)];

  function linePanel(id) {
    const facts = kg.factsOf(id);
    return [
      head(between(lines[id].f, lines[id].o), [kg.chip(kg.t("rows", { n: facts.length })),
        kg.chip(kg.t("independent", { n: kg.independent(facts.flatMap((fact) => fact.evidence)) }))],
      copies(() => kg.lineText(id), () => kg.linesSparql([id]))),
      ...facts.map((fact) => triple(fact, true)),
    ];
  }

  function pairPanel({ a, b, agreements, line }) {
    const signed = agreements.flatMap((id) => [el("p", { className: "stop" }, kg.link(id)),
      ...kg.valuesOf(id).filter(([name]) => name === "signedOn").map(([name, value, unit, evidence]) =>
        kg.fact([predicate(name), el("bdi", { className: "value", text: kg.valueText(name, value, unit) })], evidence)),
      ...[a, b].map((party) => kg.relationsOf(id).filter((fact) => fact.other === party && fact.predicate === "signatory")
        .map((fact) => kg.fact([predicate("signatory"), kg.link(party)], fact.evidence))).flat()]);
    const used = agreements.flatMap((id) => kg.near[id].filter((one) => [a, b].includes(kg.across(one, id))));
    const own = line === null ? [] : kg.factsOf(line).filter((fact) => fact.predicate === "cooperatesWith");
    const text = () => [...used, ...(line === null ? [] : [line])].map(kg.lineText).join("");
    return [
      head(between(a, b), [kg.chip(kg.t("n_agreements", { n: agreements.length }))], copies(text, () => kg.linesSparql([...used, ...(line === null ? [] : [line])]))),
      agreements.length ? heading(kg.t("agreements"), agreements.length) : null, ...signed,
      own.length ? heading(kg.t("cooperations"), own.length) : null, ...own.map((fact) => triple(fact, true)),
    ];
  }

  function pathPanel({ nodes: along, lines: steps }) {
    return [head([kg.t("path_found", { n: steps.length })], [], copies(() => steps.map(kg.lineText).join(""), () => kg.linesSparql(steps))),
      ...along.flatMap((id, i) => [el("p", { className: "stop" }, kg.link(id)), i < steps.length
        ? el("div", { className: "step" }, ...kg.factsOf(steps[i]).map((fact) => kg.fact([predicate(fact.predicate)], fact.evidence))) : null])];
  }

  function show() {
    const parts = state.path ? pathPanel(state.path) : state.node !== null ? nodePanel(state.node)
      : state.line !== null ? linePanel(state.line) : state.pair ? pairPanel(state.pair) : null;
    panel.hidden = !parts;
    document.body.classList.toggle("with-panel", Boolean(parts));
    panel.replaceChildren(...(parts || []).filter(Boolean));
    panel.scrollTop = 0;
  }
  kg.on("language filter", () => { if (!panel.hidden) show(); });

  const iri = (id) => (id === null ? "" : cards[id].i);
  const find = (text) => cards.findIndex((card) => card.i === text);
  const later = {}; // what the address asks for, done when the page stands
  kg.keep("node", () => iri(state.node), (text) => { later.node = find(text); });
  kg.keep("line", () => (state.line === null ? "" : iri(lines[state.line].f) + " " + iri(lines[state.line].o)), (text) => {
    later.line = lines.findIndex((line) => text === cards[line.f].i + " " + cards[line.o].i);
  });
  kg.keep("focus", () => iri(state.centre), (text) => { later.focus = find(text); });
  kg.keep("steps", () => state.steps || "", (text) => { later.steps = Math.min(3, Math.max(1, Number(text) || 1)); });
  kg.keep("from", () => (state.path ? iri(state.path.nodes[0]) : ""), (text) => { later.from = find(text); });
  kg.keep("to", () => (state.path ? iri(state.path.nodes[state.path.nodes.length - 1]) : ""), (text) => { later.to = find(text); });
  kg.on("ready", () => {
    const { node = -1, line = -1, focus = -1, steps = 1, from = -1, to = -1 } = later;
    if (focus >= 0) { kg.focus(focus, steps); kg.fit(); }
    if (from >= 0 && to >= 0) kg.showPath(from, to);
    else if (node >= 0) { kg.select({ node }); if (focus < 0) kg.reveal(node); } else if (line >= 0) kg.select({ line });
  });
})();
