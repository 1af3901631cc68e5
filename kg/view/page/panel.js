/* The panel: everything that is known of the selected node or line, each fact with the words that say it. */
(() => {
  const { el, state, cards, nodes, lines, data } = kg;
  const panel = document.getElementById("panel");

  kg.select = ({ node = null, line = null }) => {
    state.path = null;
    state.picking = null;
    if (node !== null && !kg.open.has(node)) kg.expand([node, ...kg.around(node).slice(0, 60)]);
    Object.assign(state, { node, line });
    show();
    kg.emit("select");
  };
  /* A click on a node: selects it, or ends the path that is being looked for. */
  kg.pick = (node) => {
    if (state.picking === null) { kg.select({ node }); return; }
    const start = state.picking;
    state.picking = null;
    const path = shortest(start, node);
    if (!path) { kg.notice(kg.t("path_none")); return; }
    kg.expand(path.nodes);
    Object.assign(state, { path, node: null, line: null });
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

  const chip = (text, icon) => el("span", { className: "chip" }, icon || null, el("span", { text }));
  const link = (id) => el("button", { className: "name", dir: "auto", title: cards[id].n, on: { click: () => { kg.select({ node: id }); kg.reveal(id); } } },
    kg.icon(nodes[id].group), el("bdi", { text: cards[id].n }));

  function quote([words, article, confidence, modality, rule, sentence]) {
    const [id, title, published, url] = data.articles[article];
    const open = kg.safeLink(url);
    const name = title || id || kg.t("unknown_article");
    const body = el("blockquote", { dir: "auto" });
    const whole = sentence >= 0 ? data.quotes[sentence] : "";
    const at = whole.indexOf(data.quotes[words]);
    if (at >= 0 && data.quotes[words]) {
      body.append(whole.slice(0, at), el("mark", { text: data.quotes[words] }), whole.slice(at + data.quotes[words].length));
    } else body.append(data.quotes[words]);
    return el("div", { className: "said" }, data.quotes[words] ? body : null,
      el("p", { className: "source" }, el("bdi", { text: name }), " · " + (published || kg.t("undated_article")),
        modality !== "asserted" ? el("span", { className: "flag", text: kg.t(modality) }) : null,
        confidence < 1 ? el("span", { className: "flag", title: rule, text: Math.round(confidence * 100) + "%" }) : null,
        open ? el("a", { href: open, target: "_blank", rel: "noopener noreferrer", text: kg.t("open_source") }) : null));
  }

  function fact(head, evidence, open) {
    const articles = new Set(evidence.map((one) => one[1])).size;
    if (!evidence.length) return el("div", { className: "fact" }, el("div", { className: "fact-head" }, ...head));
    const told = articles > 1 ? kg.t("independent", { n: articles }) : kg.t("evidence", { n: evidence.length });
    const quotes = el("div", { hidden: true });
    const button = el("button", { className: "told", text: told });
    const turn = (yes) => {
      if (yes && !quotes.childElementCount) quotes.append(...evidence.map(quote));
      quotes.hidden = !yes;
      button.setAttribute("aria-expanded", String(yes));
    };
    turn(Boolean(open));
    const row = el("div", { className: "fact-row", on: { click: (event) => { if (!event.target.closest(".name")) turn(quotes.hidden); } } },
      el("div", { className: "fact-head" }, ...head), button);
    return el("div", { className: "fact" }, row, quotes);
  }

  const heading = (text, count) => el("h3", {}, text, el("span", { className: "count", text: String(count) }));

  function head(title, under, focusable) {
    return el("div", { className: "panel-head" },
      el("button", { className: "close", "aria-label": kg.t("close"), text: "×", on: { click: () => kg.select({}) } }),
      el("h2", { dir: "auto", tabindex: "-1" }, ...title), el("div", { className: "chips" }, ...under), focusable || null);
  }

  function nodePanel(id) {
    const card = cards[id];
    const others = card.t.filter((type) => type !== nodes[id].group);
    const more = kg.around(id).filter((other) => !kg.open.has(other)).length;
    const under = [chip(kg.typeName(nodes[id].group), kg.icon(nodes[id].group)), ...others.map((type) => chip(kg.typeName(type)))];
    const values = card.v.filter(([predicate, , , evidence]) => kg.factShown(predicate, evidence));
    const facts = kg.near[id].filter(kg.lineShown).flatMap((line) => lines[line].p
      .filter(([predicate, , evidence]) => kg.factShown(predicate, evidence))
      .map(([predicate, forward, evidence]) => ({ predicate, evidence, other: kg.across(line, id),
        inverse: predicate !== "cooperatesWith" && (lines[line].f === id) !== Boolean(forward) })));
    const order = new Map(Object.keys(data.predicates).map((name, i) => [name, i]));
    facts.sort((a, b) => (order.get(a.predicate) ?? 99) - (order.get(b.predicate) ?? 99) || a.inverse - b.inverse || a.other - b.other);
    return [
      head([el("bdi", { text: card.n })], under, tools(id, more)),
      card.a.length ? el("p", { className: "aliases" }, el("span", { text: kg.t("also_called") + " " }),
        ...card.a.slice(0, 40).map((name) => el("bdi", { className: "alias", text: name }))) : null,
      values.length ? heading(kg.t("properties"), values.length) : null,
      ...values.map(([predicate, value, unit, evidence]) => fact([el("span", { className: "predicate", text: kg.predicateName(predicate) }),
        el("bdi", { className: "value", text: kg.valueText(predicate, value, unit) })], evidence, values.length === 1)),
      facts.length ? heading(kg.t("relations"), facts.length) : null,
      ...facts.slice(0, 400).map(({ predicate, evidence, other, inverse }, i) => fact([
        el("span", { className: "predicate", text: kg.predicateName(predicate, inverse) }), link(other)], evidence, i === 0)),
      el("p", { className: "iri" }, el("span", { text: kg.t("iri") }), " ", el("code", { text: card.i.slice(0, 300) })),
    ];
  }

  function linePanel(id) {
    const line = lines[id];
    return [
      head([link(line.f), el("span", { className: "arrow", "aria-hidden": "true", text: "—" }), link(line.o)],
        [chip(kg.t("independent", { n: new Set(line.p.flatMap((one) => one[2].map((e) => e[1]))).size }))]),
      ...line.p.filter(([predicate, , evidence]) => kg.factShown(predicate, evidence)).map(([predicate, forward, evidence]) => fact([
        el("bdi", { className: "value", text: cards[forward ? line.f : line.o].n }),
        el("span", { className: "predicate", text: kg.predicateName(predicate) }),
        el("bdi", { className: "value", text: cards[forward ? line.o : line.f].n })], evidence, true)),
    ];
  }

  function pathPanel({ nodes: along, lines: between }) {
    return [head([kg.t("path_found", { n: between.length })], []),
      ...along.flatMap((id, i) => [el("p", { className: "stop" }, link(id)), i < between.length
        ? el("div", {}, ...lines[between[i]].p.map(([predicate, , evidence]) =>
          fact([el("span", { className: "predicate", text: kg.predicateName(predicate) })], evidence))) : null])];
  }

  function tools(id, more) {
    const button = (text, act, pressed) => el("button", { className: "small", text, on: { click: act },
      ...(pressed === undefined ? {} : { "aria-pressed": String(pressed) }) });
    const focus = (steps) => {
      const same = state.steps === steps && state.focus && state.focus.has(id);
      Object.assign(state, same ? { focus: null, steps: 0 } : { focus: kg.within(id, steps), steps });
      if (state.focus && state.focus.size < 400) kg.expand([...state.focus]);
      kg.refilter();
      kg.select({ node: id });
      kg.fit(null, true);
    };
    return el("div", { className: "actions" },
      el("span", { className: "group", role: "group", "aria-label": kg.t("steps") }, el("span", { text: kg.t("steps") }),
        ...[1, 2, 3].map((steps) => button(String(steps), () => focus(steps), Boolean(state.focus) && state.steps === steps))),
      button(kg.t("path"), () => { state.picking = id; kg.notice(kg.t("path_pick")); }),
      more ? button(kg.t("expand", { n: more }), () => { kg.expand(kg.around(id)); show(); }) : null,
      button(kg.t("copy_text"), () => copy(panel.innerText)),
      button(kg.t("copy_sparql"), () => copy(sparql(cards[id].i))));
  }
  const sparql = (iri) => "SELECT ?subject ?predicate ?object WHERE {\n  { BIND(" + term(iri) + " AS ?subject) ?subject ?predicate ?object }\n" +
    "  UNION\n  { BIND(" + term(iri) + " AS ?object) ?subject ?predicate ?object }\n}";
  /* An IRI may hold none of these characters; percent-encoded they cannot end it. */
  const term = (iri) => "<" + iri.replace(/[\u0000-\u0020<>"{}|^`\\]/g, (c) => encodeURIComponent(c)) + ">";
  function copy(text) {
    const done = () => kg.notice(kg.t("copied"), 1500);
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, () => kg.notice(text.slice(0, 200)));
  }

  function show() {
    const parts = state.path ? pathPanel(state.path) : state.node !== null ? nodePanel(state.node)
      : state.line !== null ? linePanel(state.line) : null;
    panel.hidden = !parts;
    panel.replaceChildren(...(parts || []).filter(Boolean));
    panel.scrollTop = 0;
  }
  for (const event of ["language", "theme", "filter"]) kg.on(event, show);
})();
