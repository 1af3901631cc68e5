/* How a fact and its evidence look in the panel; the same as text to paste and as SPARQL to ask. */
(() => {
  const { el, state, cards, lines, data } = kg;

  kg.chip = (text, icon) => el("span", { className: "chip" }, icon || null, el("span", { text }));
  /* The name of a thing, which takes one there. */
  kg.link = (id) => el("button", { className: "name", dir: "auto", title: cards[id].n, on: { click: () => kg.go(id) } },
    kg.icon(cards[id].g), el("bdi", { text: cards[id].n }));
  kg.go = (id) => {
    kg.uncover(id);
    if (state.tab === "network") { kg.select({ node: id }); kg.reveal(id); } else kg.select({ node: id });
  };
  /* What was searched for is shown even where the filters hide it. */
  kg.uncover = (id) => { if (!kg.nodeShown(id)) kg.reset(); };

  function quote(one) {
    const { title, published, url } = kg.articleOf(one);
    const [sentence, start, length, , confidence, , rule] = one;
    const whole = data.sentences[sentence];
    const words = whole.slice(start, start + length);
    const open = kg.safeLink(url);
    const modality = kg.modality(one);
    const body = el("blockquote", { dir: "auto" }, whole.slice(0, start), el("mark", { text: words }), whole.slice(start + length));
    return el("div", { className: "said" }, words ? body : null,
      el("p", { className: "source" }, el("bdi", { text: title }), el("span", { text: " · " + (published || kg.t("undated_article")) }),
        modality !== "asserted" ? el("span", { className: "flag", text: kg.t(modality) }) : null,
        confidence < 0.995 ? el("span", { className: "flag", title: data.rules[rule], text: kg.t("sure", { n: Math.round(confidence * 100) }) }) : null,
        open ? el("a", { href: open, target: "_blank", rel: "noopener noreferrer", text: kg.t("open_source") }) : null));
  }

  kg.told = (evidence) => {
    const articles = kg.independent(evidence);
    return articles > 1 ? kg.t("independent", { n: articles }) : kg.t("evidence", { n: evidence.length });
  };
  /* A fact with its quotes under it, open or to be opened. */
  kg.fact = (head, evidence, open) => {
    if (!evidence.length) return el("div", { className: "fact" }, el("div", { className: "fact-head" }, ...head));
    const quotes = el("div", { className: "quotes", hidden: true });
    const button = el("button", { className: "told", text: kg.told(evidence) });
    const turn = (yes) => {
      if (yes && !quotes.childElementCount) {
        quotes.append(...evidence.slice(0, 30).map(quote));
        if (evidence.length > 30) quotes.append(el("p", { className: "source", text: kg.t("more_quotes", { n: evidence.length - 30 }) }));
      }
      quotes.hidden = !yes;
      button.setAttribute("aria-expanded", String(yes));
    };
    turn(Boolean(open));
    const row = el("div", { className: "fact-row", on: { click: (event) => { if (!event.target.closest(".name")) turn(quotes.hidden); } } },
      el("div", { className: "fact-head" }, ...head), button);
    return el("div", { className: "fact" }, row, quotes);
  };

  /* The facts of a thing that the filters show: values, then relations in the order of the vocabulary. */
  const order = new Map(Object.keys(data.predicates).map((name, i) => [name, i]));
  const rank = (predicate) => order.get(predicate) ?? 99;
  kg.valuesOf = (id) => cards[id].v.filter(([predicate, value, , evidence]) => kg.factShown(predicate, evidence, value));
  kg.relationsOf = (id) => kg.near[id].filter(kg.lineShown).flatMap((line) => lines[line].p
    .filter(([predicate, , evidence]) => kg.factShown(predicate, evidence))
    .map(([predicate, forward, evidence]) => ({ predicate, evidence, other: kg.across(line, id),
      inverse: predicate !== "cooperatesWith" && (lines[line].f === id) !== Boolean(forward) })))
    .sort((a, b) => rank(a.predicate) - rank(b.predicate) || a.inverse - b.inverse || a.other - b.other);
  kg.factsOf = (line) => lines[line].p.filter(([predicate, , evidence]) => kg.factShown(predicate, evidence))
    .map(([predicate, forward, evidence]) => ({ predicate, evidence, s: forward ? lines[line].f : lines[line].o, o: forward ? lines[line].o : lines[line].f }));

  /* As text. */
  const cited = (evidence) => evidence.slice(0, 30).map((one) => {
    const { title, published, url } = kg.articleOf(one);
    const source = [title, published, kg.safeLink(url)].filter(Boolean).join(kg.state.lang === "en" ? ", " : "，");
    return "    “" + kg.quoteOf(one) + "” — " + source;
  });
  kg.nodeText = (id) => {
    const card = cards[id];
    const rows = [card.n + " [" + kg.listed([card.g, ...card.t.filter((type) => type !== card.g)].map(kg.typeName)) + "]"];
    if (card.a.length) rows.push(kg.t("also_called") + " " + kg.listed(card.a));
    rows.push(card.i, "");
    for (const [predicate, value, unit, evidence] of kg.valuesOf(id)) rows.push("• " + kg.predicateName(predicate) + " " + kg.valueText(predicate, value, unit), ...cited(evidence));
    for (const { predicate, evidence, other, inverse } of kg.relationsOf(id)) rows.push("• " + kg.predicateName(predicate, inverse) + " " + cards[other].n, ...cited(evidence));
    return rows.join("\n") + "\n";
  };
  kg.lineText = (line) => kg.factsOf(line).flatMap(({ predicate, evidence, s, o }) =>
    [cards[s].n + " → " + kg.predicateName(predicate) + " → " + cards[o].n, ...cited(evidence)]).join("\n") + "\n";

  /* As SPARQL: the claims, with their words and articles. An IRI may hold none of these characters; encoded they cannot end it. */
  const BARE = /[\u0000-\u0020<>"{}|^`\\[\]\u007f-\u009f\ue000-\uf8ff\ufff0-\uffff]|%(?![0-9a-f]{2})/gi;
  const term = (iri) => "<" + iri.replace(BARE, (c) => encodeURIComponent(c)).replace(/#/g, (c, at, all) => (all.indexOf("#") === at ? c : "%23")) + ">";
  const ask = (...where) => Object.entries(data.prefixes).map(([name, iri]) => "PREFIX " + name + ": " + term(iri) + "\n").join("") +
    "SELECT ?subject ?predicate ?object ?quote ?confidence ?article WHERE {\n" + where.map((row) => "  " + row + "\n").join("") +
    "  ?claim rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ;\n" +
    "    rc:quote ?quote ; rc:confidence ?confidence ; prov:wasDerivedFrom ?article .\n} ORDER BY ?predicate ?object";
  kg.nodeSparql = (id) => ask("VALUES ?thing { " + term(cards[id].i) + " }", "{ ?claim rdf:subject ?thing } UNION { ?claim rdf:object ?thing }");
  kg.linesSparql = (chosen) => ask("VALUES (?subject ?object) { " + chosen.flatMap((line) => {
    const [a, b] = [term(cards[lines[line].f].i), term(cards[lines[line].o].i)];
    return ["(" + a + " " + b + ")", "(" + b + " " + a + ")"];
  }).join(" ") + " }");

  kg.copy = (text) => {
    const done = () => kg.notice(kg.t("copied"), 1800);
    /* Pages opened from disk or in a frame may not use the clipboard: then by the old way. */
    const old = () => {
      const area = el("textarea", { className: "offstage", value: text, "aria-hidden": "true" });
      document.body.append(area);
      area.select();
      const worked = document.execCommand("copy");
      area.remove();
      if (worked) done(); else kg.notice(kg.t("not_copied"), 4000);
    };
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(done, old); else old();
  };
})();
