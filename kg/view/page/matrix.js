/* Who works with whom: parties × parties, in each cell how many agreements both signed, and whether they cooperate
   besides. A click shows them. */
(() => {
  const { el, state, cards, lines, data } = kg;
  const sheet = document.getElementById("matrix");
  const PARTIES = new Set(data.parties);
  const PAGE = 30;
  const own = { measure: "all", region: "", year: "", order: "total", limit: PAGE };

  const signedIn = (id) => cards[id].v.filter(([predicate]) => predicate === "signedOn").map(([predicate, value]) => kg.yearOf(predicate, value));
  const party = (id) => PARTIES.has(cards[id].g) && kg.nodeShown(id);

  /* "a b" (a < b) -> {a, b, agreements, line}: who signed one agreement together, who is said to cooperate. */
  function pairs() {
    const found = new Map();
    const at = (x, y) => {
      const [a, b] = x < y ? [x, y] : [y, x];
      const key = a + " " + b;
      if (!found.has(key)) found.set(key, { a, b, agreements: [], line: null });
      return found.get(key);
    };
    const signed = new Map();
    lines.forEach((line, i) => {
      if (!kg.lineShown(i)) return;
      for (const [predicate, forward, evidence] of line.p) {
        if (!kg.factShown(predicate, evidence)) continue;
        if (predicate === "signatory") {
          const [agreement, signer] = forward ? [line.f, line.o] : [line.o, line.f];
          if (party(signer)) signed.set(agreement, (signed.get(agreement) || new Set()).add(signer));
        } else if (predicate === "cooperatesWith" && own.measure !== "agreements" && !own.year && party(line.f) && party(line.o) && line.f !== line.o) at(line.f, line.o).line = i;
      }
    });
    if (own.measure !== "cooperations") for (const [agreement, signers] of signed) {
      if (own.year && !signedIn(agreement).includes(Number(own.year))) continue;
      const all = [...signers].slice(0, 60);
      all.forEach((a, i) => all.slice(i + 1).forEach((b) => at(a, b).agreements.push(agreement)));
    }
    return [...found.values()];
  }
  /* An agreement counts one; a cooperation counts where no agreement tells of it. */
  const worth = (pair) => (own.measure === "cooperations" ? 1 : pair.agreements.length || (pair.line === null ? 0 : 1));

  const place = new Map(data.places.of.map(([id, code]) => [id, code]));
  const province = (id) => (place.has(id) ? data.places.names[place.get(id).slice(0, 2)] : "");

  function table() {
    const all = pairs().filter((pair) => worth(pair) > 0 && (!own.region || [pair.a, pair.b].some((id) => province(id) === own.region)));
    const total = new Map();
    for (const pair of all) for (const id of [pair.a, pair.b]) total.set(id, (total.get(id) || 0) + worth(pair));
    const sorts = {
      total: (a, b) => total.get(b) - total.get(a) || a - b,
      name: (a, b) => (kg.sortKey(a) < kg.sortKey(b) ? -1 : 1),
      type: (a, b) => (cards[a].g < cards[b].g ? -1 : cards[a].g > cards[b].g ? 1 : sorts.total(a, b)),
      region: (a, b) => ((place.get(a) || "99") < (place.get(b) || "99") ? -1 : (place.get(a) || "99") > (place.get(b) || "99") ? 1 : sorts.total(a, b)),
    };
    const foremost = [...total.keys()].sort(sorts.total).slice(0, own.limit);
    return { all, total, order: foremost.sort(sorts[own.order]), parties: total.size };
  }

  function grid({ all, total, order }) {
    const cell = new Map(all.flatMap((pair) => [[pair.a + " " + pair.b, pair], [pair.b + " " + pair.a, pair]]));
    const most = Math.max(1, ...all.map(worth));
    const column = (id) => el("th", { scope: "col", title: cards[id].n }, el("span", { text: short(cards[id].n) }));
    const row = (a) => el("tr", {}, el("th", { scope: "row" }, kg.link(a)), ...order.map((b) => {
      if (a === b) return el("td", { className: "self" });
      const pair = cell.get(a + " " + b);
      return pair ? el("td", {}, value(pair, most, a, b)) : el("td");
    }), el("td", { className: "sum", text: String(total.get(a)) }));
    return el("div", { className: "scroll", tabindex: "0", role: "region", "aria-label": kg.t("matrix") },
      el("table", { className: "grid" }, el("caption", { className: "unseen", text: kg.t("matrix_caption") }),
        el("thead", {}, el("tr", {}, el("td"), ...order.map(column), el("th", { scope: "col", className: "sum" }, el("span", { text: kg.t("sum") })))),
        el("tbody", {}, ...order.map(row))));
  }
  const short = (name) => (name.length > 13 ? name.slice(0, 12) + "…" : name);
  function value(pair, most, a, b) {
    const n = worth(pair);
    const level = Math.max(1, Math.round((4 * Math.log(1 + n)) / Math.log(1 + most)));
    const only = !pair.agreements.length;
    const told = only ? kg.t("cooperations") : kg.t("n_agreements", { n: pair.agreements.length });
    return el("button", { className: "heat " + (only ? "only" : "level-" + level), text: only ? "·" : String(n), title: cards[a].n + " — " + cards[b].n + ": " + told,
      "aria-label": cards[a].n + " — " + cards[b].n + ": " + told, on: { click: () => kg.select({ pair }) } });
  }

  function csv({ all, order }) {
    const n = new Map(all.flatMap((pair) => [[pair.a + " " + pair.b, worth(pair)], [pair.b + " " + pair.a, worth(pair)]]));
    kg.saveCsv([["", ...order.map((id) => cards[id].n)], ...order.map((a) => [cards[a].n, ...order.map((b) => (a === b ? "" : n.get(a + " " + b) || 0))])], "matrix.csv");
  }

  function draw() {
    if (state.tab !== "matrix") return;
    const found = table();
    const set = (key) => (choice) => { own[key] = choice; if (key !== "order") own.limit = PAGE; draw(); kg.emit("sheet"); };
    const years = [...new Set(cards.flatMap((card, id) => (card.g === "Agreement" ? signedIn(id) : [])))].sort().reverse();
    const regions = [...new Set([...PARTIES].length ? cards.map((_, id) => id).filter(party).map(province).filter(Boolean) : [])].sort();
    const options = (keys) => keys.map((key) => [key, kg.t("by_" + key)]);
    sheet.replaceChildren(el("div", { className: "sheet-head" },
      kg.choice(kg.t("measure"), [["all", kg.t("measure_all")], ["agreements", kg.t("agreements")], ["cooperations", kg.t("cooperations")]], own.measure, set("measure")),
      years.length ? kg.choice(kg.t("year"), [["", kg.t("every_year")], ...years.map((year) => [String(year), String(year)])], own.year, set("year")) : null,
      regions.length ? kg.choice(kg.t("region"), [["", kg.t("every_region")], ...regions.map((name) => [name, name])], own.region, set("region")) : null,
      kg.choice(kg.t("order"), options(["total", "name", "type", "region"]), own.order, set("order")),
      el("span", { className: "rows", role: "status", text: kg.t("matrix_rows", { s: found.order.length, n: found.parties, p: found.all.length }) }),
      found.parties > own.limit ? kg.button(kg.t("more_parties"), () => { own.limit += PAGE; draw(); }) : null,
      found.order.length ? kg.button(kg.t("export_csv"), () => csv(found)) : null),
    found.order.length ? grid(found) : kg.blank(kg.t("no_pairs")), el("p", { className: "note", text: kg.t("matrix_note") }));
  }
  kg.on("tab language filter", draw);
  for (const [key, known] of [["measure", ["agreements", "cooperations"]], ["order", ["name", "type", "region"]]]) {
    const usual = own[key];
    kg.keep("m." + key, () => (own[key] === usual ? "" : own[key]), (text) => { if (known.includes(text)) own[key] = text; });
  }
  kg.keep("m.year", () => own.year, (text) => { if (/^\d{4}$/.test(text)) own.year = text; });
  kg.keep("m.region", () => own.region, (text) => { if (Object.values(data.places.names).includes(text)) own.region = text; });
})();
