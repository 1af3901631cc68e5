/* The same facts without the picture: a table to sort, filter and save. */
(() => {
  const { el, cards, data, state } = kg;
  const sheet = document.getElementById("table");
  const PAGE = 80;
  let wanted = "";
  let sorted = { by: null, down: false };
  let limit = PAGE;

  const first = (fact) => fact.evidence[0];
  const COLUMNS = [
    ["subject", (fact) => cards[fact.s].n], ["predicate", (fact) => kg.predicateName(fact.p)],
    ["object", (fact) => (fact.o === null ? kg.valueText(fact.p, fact.raw, fact.unit) : cards[fact.o].n)],
    ["quote", (fact) => (first(fact) ? kg.quoteOf(first(fact)) : "")],
    ["article", (fact) => (first(fact) ? kg.articleOf(first(fact)).title : "")],
    ["date", (fact) => (first(fact) ? kg.articleOf(first(fact)).published : "")],
  ];
  /* What a column is sorted by: names by their pinyin, sums and dates by their value. */
  const KEYS = [(fact) => kg.sortKey(fact.s), (fact) => fact.p,
    (fact) => (fact.o !== null ? "~" + kg.sortKey(fact.o) : fact.raw !== "" && Number.isFinite(Number(fact.raw)) ? Number(fact.raw) : fact.raw),
    COLUMNS[3][1], COLUMNS[4][1], COLUMNS[5][1]];
  const compare = (a, b) => (typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === "number" ? -1 : 1);

  /* The words may stand in any column; each list is looked through once, not each fact. */
  function matching(facts) {
    if (!wanted) return facts;
    const has = (text) => text.toLowerCase().includes(wanted);
    const things = cards.map((card) => has(card.n));
    const said = data.sentences.map(has);
    const articles = data.articles.map(([id, title, published]) => has(title || id) || has(published));
    const predicates = new Map();
    const named = (p) => { if (!predicates.has(p)) predicates.set(p, has(kg.predicateName(p))); return predicates.get(p); };
    return facts.filter((fact) => things[fact.s] || (fact.o === null ? has(kg.valueText(fact.p, fact.raw, fact.unit)) : things[fact.o]) ||
      named(fact.p) || (first(fact) && ((said[first(fact)[0]] && has(kg.quoteOf(first(fact)))) || articles[first(fact)[3]])));
  }
  let kept = { key: "", facts: [] };
  function chosen() {
    const key = [kg.version, state.lang, wanted, sorted.by, sorted.down].join(" ");
    if (kept.key === key) return kept.facts;
    const found = matching(kg.facts());
    const keys = found.map(sorted.by === null ? (fact) => fact.s : KEYS[sorted.by]);
    const order = [...found.keys()].sort((a, b) => compare(keys[a], keys[b]) * (sorted.down ? -1 : 1) || a - b);
    kept = { key, facts: order.map((i) => found[i]) };
    return kept.facts;
  }
  const csv = () => kg.saveCsv([COLUMNS.map(([name]) => kg.t(name)), ...chosen().map((fact) => COLUMNS.map(([, read]) => read(fact)))], "facts.csv");

  const body = el("tbody");
  const count = el("span", { className: "rows", role: "status" });
  const more = el("button", { className: "small more", on: { click: () => { limit += PAGE * 3; fill(); } } });
  const none = kg.blank();
  function row(fact) {
    const told = first(fact) ? kg.independent(fact.evidence) : 0;
    const [quote, article, date] = COLUMNS.slice(3).map(([, read]) => read(fact));
    return el("tr", {},
      el("th", { scope: "row" }, kg.link(fact.s)), el("td", { className: "predicate", text: kg.predicateName(fact.p) }),
      el("td", { dir: "auto" }, fact.o === null ? COLUMNS[2][1](fact) : kg.link(fact.o)),
      el("td", { className: "quote", dir: "auto" }, el("div", { className: "clamp", title: quote.slice(0, 600), text: quote.slice(0, 400) })),
      el("td", { className: "article", dir: "auto" }, el("div", { className: "clamp", text: article.slice(0, 200) }),
        told > 1 ? el("small", { text: kg.t("independent", { n: told }) }) : null),
      el("td", { className: "date", text: date }));
  }
  function fill() {
    const found = chosen();
    count.textContent = kg.t("rows", { n: found.length.toLocaleString("en") });
    body.replaceChildren(...found.slice(0, limit).map(row));
    none.hidden = found.length > 0;
    more.hidden = found.length <= limit;
    more.textContent = kg.t("more_rows", { n: Math.min(PAGE * 3, found.length - limit) });
  }
  const head = el("tr");
  function header() {
    head.replaceChildren(...COLUMNS.map(([name], i) => el("th", { scope: "col", className: name,
      "aria-sort": sorted.by === i ? (sorted.down ? "descending" : "ascending") : "none" },
    el("button", { className: "text", text: kg.t(name), on: { click: () => {
      sorted = { by: i, down: sorted.by === i && !sorted.down };
      limit = PAGE;
      header();
      head.children[i].firstChild.focus();
      fill();
      kg.emit("sheet");
    } } }))));
  }
  function build() {
    const find = el("input", { type: "search", placeholder: kg.t("filter_rows"), "aria-label": kg.t("filter_rows"), value: wanted,
      on: { input: () => { wanted = find.value.trim().toLowerCase(); limit = PAGE; fill(); kg.emit("sheet"); }, keydown: (event) => event.stopPropagation() } });
    header();
    none.textContent = kg.t("empty");
    sheet.replaceChildren(el("div", { className: "sheet-head" }, find, count, kg.button(kg.t("export_csv"), csv)),
      el("div", { className: "scroll", tabindex: "0", role: "region", "aria-label": kg.t("table") },
        el("table", { className: "facts" }, el("caption", { className: "unseen", text: kg.t("table") }), el("thead", {}, head), body), none, more));
    fill();
  }
  let built = "";
  function draw() {
    if (state.tab !== "table") return;
    if (built !== state.lang) { built = state.lang; build(); } else fill();
  }
  kg.on("tab language filter", draw);
  kg.keep("rows", () => wanted, (text) => { wanted = text.toLowerCase().slice(0, 200); });
  kg.keep("sort", () => (sorted.by === null ? "" : (sorted.down ? "-" : "") + COLUMNS[sorted.by][0]), (text) => {
    const by = COLUMNS.findIndex(([name]) => name === text.replace(/^-/, ""));
    if (by >= 0) sorted = { by, down: text.startsWith("-") };
  });
})();
