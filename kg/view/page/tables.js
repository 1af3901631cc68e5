/* The same facts without the picture: a table to sort, filter and save, and a timeline of what is dated. */
(() => {
  const { el, cards, lines, nodes, data, state } = kg;
  const PAGE = 200;
  let wanted = "";
  let sorted = { by: null, down: false };
  let limit = PAGE;

  /* Every fact that the filters show: {s, p, o (a node) or text, evidence}. */
  function facts() {
    const found = [];
    lines.forEach((line, i) => {
      if (!kg.lineShown(i)) return;
      for (const [p, forward, evidence] of line.p) {
        if (kg.factShown(p, evidence)) found.push({ s: forward ? line.f : line.o, p, o: forward ? line.o : line.f, evidence });
      }
    });
    cards.forEach((card, s) => {
      if (!kg.nodeShown(s)) return;
      for (const [p, value, unit, evidence] of card.v) {
        if (kg.factShown(p, evidence)) found.push({ s, p, o: null, raw: value, text: kg.valueText(p, value, unit), evidence });
      }
    });
    return found;
  }
  const first = (fact) => fact.evidence[0];
  const COLUMNS = [
    ["subject", (fact) => cards[fact.s].n], ["predicate", (fact) => kg.predicateName(fact.p)],
    ["object", (fact) => (fact.o === null ? fact.text : cards[fact.o].n)],
    ["quote", (fact) => (first(fact) ? data.quotes[first(fact)[0]] : "")],
    ["article", (fact) => (first(fact) ? data.articles[first(fact)[1]][1] || data.articles[first(fact)[1]][0] : "")],
    ["date", (fact) => (first(fact) ? data.articles[first(fact)[1]][2] : "")],
  ];

  function chosen() {
    let found = facts();
    if (wanted) found = found.filter((fact) => COLUMNS.some(([, read]) => read(fact).toLowerCase().includes(wanted)));
    if (sorted.by === null) return found.sort((a, b) => a.s - b.s);
    const read = COLUMNS[sorted.by][1];
    const order = new Intl.Collator("zh-Hans", { numeric: true }).compare;
    return found.sort((a, b) => order(read(a), read(b)) * (sorted.down ? -1 : 1));
  }
  const go = (id) => el("button", { className: "name", on: { click: () => { kg.tab("network"); kg.uncover(id); kg.select({ node: id }); kg.reveal(id); } } },
    kg.icon(nodes[id].group), el("bdi", { text: cards[id].n }));

  function csv() {
    // A cell that begins like a formula is kept from being one.
    const cell = (text) => '"' + (/^[=+\-@\t]/.test(text) ? "'" : "") + String(text).replace(/"/g, '""') + '"';
    const rows = [COLUMNS.map(([name]) => cell(kg.t(name)))].concat(chosen().map((fact) => COLUMNS.map(([, read]) => cell(read(fact)))));
    kg.save(new Blob(["\ufeff" + rows.map((row) => row.join(",")).join("\r\n")], { type: "text/csv" }), "facts.csv");
  }

  const table = document.getElementById("table");
  const body = el("tbody");
  const count = el("span", { className: "rows", role: "status" });
  const more = el("button", { className: "small" , on: { click: () => { limit += PAGE * 5; fill(); } } });
  function fill() {
    const found = chosen();
    count.textContent = kg.t("rows", { n: found.length });
    body.replaceChildren(...found.slice(0, limit).map((fact) => el("tr", {},
      el("td", {}, go(fact.s)), el("td", { text: kg.predicateName(fact.p) }),
      el("td", { dir: "auto" }, fact.o === null ? fact.text : go(fact.o)),
      ...COLUMNS.slice(3).map(([name, read]) => el("td", { className: name, dir: "auto", text: read(fact).slice(0, 400) })))));
    more.hidden = found.length <= limit;
    more.textContent = kg.t("more_rows", { n: Math.min(PAGE * 5, found.length - limit) });
  }
  function header() {
    return el("tr", {}, ...COLUMNS.map(([name], i) => el("th", { scope: "col", className: name,
      "aria-sort": sorted.by === i ? (sorted.down ? "descending" : "ascending") : "none" },
    el("button", { className: "text", text: kg.t(name), on: { click: () => {
      sorted = { by: i, down: sorted.by === i && !sorted.down };
      build();
    } } }))));
  }
  function build() {
    const find = el("input", { type: "search", placeholder: kg.t("filter_rows"), "aria-label": kg.t("filter_rows"), value: wanted,
      on: { input: () => { wanted = find.value.trim().toLowerCase(); limit = PAGE; fill(); }, keydown: (event) => event.stopPropagation() } });
    table.replaceChildren(el("div", { className: "sheet-head" }, find, count, el("button", { className: "small", text: kg.t("export_csv"), on: { click: csv } })),
      el("div", { className: "scroll", tabindex: "0", role: "region", "aria-label": kg.t("table") },
        el("table", {}, el("thead", {}, header()), body)), more);
    fill();
  }

  const timeline = document.getElementById("timeline");
  function chart() {
    const dated = facts().filter((fact) => fact.o === null && /^\d{4}(-\d{2}){0,2}$/.test(fact.raw) && /On$/.test(fact.p));
    dated.sort((a, b) => (a.raw < b.raw ? 1 : a.raw > b.raw ? -1 : a.s - b.s));
    const parts = [];
    let year = "";
    for (const fact of dated) {
      if (fact.raw.slice(0, 4) !== year) {
        year = fact.raw.slice(0, 4);
        parts.push(el("h2", { text: year }));
      }
      const said = first(fact);
      parts.push(el("div", { className: "moment" }, el("time", { datetime: fact.raw, text: fact.raw.slice(5) || "—" }),
        el("div", {}, el("div", {}, go(fact.s), el("span", { className: "predicate", text: kg.predicateName(fact.p) })),
          said ? el("p", { className: "quote", dir: "auto", text: data.quotes[said[0]].slice(0, 240) }) : null)));
    }
    timeline.replaceChildren(el("div", { className: "moments" }, ...(parts.length ? parts : [el("p", { text: kg.t("empty") })])));
  }

  kg.on("tab", draw);
  for (const event of ["language", "theme", "filter"]) kg.on(event, draw);
  function draw() {
    if (state.tab === "table") build();
    if (state.tab === "timeline") chart();
  }
})();
