/* Parks and projects by region: a tile for each province, a smaller one for each of its cities, the list beside it. */
(() => {
  const { el, state, cards, data } = kg;
  const sheet = document.getElementById("map");
  const { of, tiles, names } = data.places;
  const KINDS = ["Park", "Project"];
  const NOWHERE = "-";
  const own = { at: "", kind: "" };
  const at = new Map(of.map(([id, code, how]) => [id, { code, how }]));
  const kindOf = (id) => (KINDS.includes(cards[id].g) ? cards[id].g : cards[id].t.find((type) => KINDS.includes(type)));
  const things = cards.map((_, id) => id).filter(kindOf);

  const chosen = () => things.filter((id) => kg.nodeShown(id) && (!own.kind || kindOf(id) === own.kind));
  const code = (id) => (at.has(id) ? at.get(id).code : NOWHERE);
  /* A municipality's districts stand where another province's cities do. */
  const unit = (whole) => (["11", "12", "31", "50"].includes(whole.slice(0, 2)) ? whole.slice(0, 6) : whole.slice(0, 4));
  const nameOf = (one) => names[one] || "";
  const level = (n, most) => (n ? Math.min(4, Math.max(1, Math.round((4 * Math.log(1 + n)) / Math.log(1 + most)))) : 0);

  function tile([key, short, column, row], ids, most) {
    const parks = ids.filter((id) => kindOf(id) === "Park").length;
    const told = kg.t("parks_projects", { p: parks, q: ids.length - parks });
    const button = el("button", { className: "tile level-" + (key === NOWHERE ? 0 : level(ids.length, most)), "aria-pressed": String(own.at === key), title: told, ...(ids.length ? {} : { disabled: "" }), on: { click: () => choose(key) } },
    el("span", { text: short }), el("b", { text: ids.length ? String(ids.length) : "" }), el("span", { className: "unseen", text: told }));
    button.style.gridColumn = String(column + 1);
    button.style.gridRow = String(row + 1);
    return button;
  }
  function choose(key) {
    own.at = own.at === key ? "" : key;
    draw();
    kg.emit("sheet");
    const pressed = sheet.querySelector('[aria-pressed="true"].tile');
    if (pressed) pressed.focus({ preventScroll: true });
  }

  function entry(id) {
    const how = at.has(id) ? at.get(id).how : "";
    const facts = kg.valuesOf(id).filter(([predicate]) => /^(status|totalInvestment|area|establishedOn)$/.test(predicate))
      .map(([predicate, value, unitName]) => kg.valueText(predicate, value, unitName));
    return el("li", {}, kg.link(id), facts.length ? el("span", { className: "quiet", text: facts.slice(0, 3).join(" · ") }) : null,
      how === "name" ? el("span", { className: "flag", title: kg.t("by_its_name_long"), text: kg.t("by_its_name") }) : null);
  }
  /* Cities of a province with what lies in each; first what is only known to lie in the province. */
  function units(key, ids) {
    const groups = new Map();
    for (const id of ids) {
      const one = key === NOWHERE ? "" : unit(code(id));
      if (!groups.has(one)) groups.set(one, []);
      groups.get(one).push(id);
    }
    const order = [...groups].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
    const most = Math.max(...order.map(([, list]) => list.length));
    return [
      order.length > 1 ? el("div", { className: "cities" }, ...order.map(([one, list]) => el("a", { className: "city level-" + level(list.length, most), href: "#", on: { click: (event) => {
        event.preventDefault();
        const head = document.getElementById("unit-" + one);
        head.scrollIntoView({ block: "start" });
        head.focus({ preventScroll: true });
      } } }, el("span", { text: label(one, key) }), el("b", { text: String(list.length) })))) : null,
      ...order.flatMap(([one, list]) => [el("h3", { id: "unit-" + one, tabindex: "-1" }, label(one, key), el("span", { className: "count", text: String(list.length) })),
        el("ul", { className: "things" }, ...list.slice(0, 300).map(entry))]),
    ];
  }
  const label = (one, key) => (key === NOWHERE ? kg.t("nowhere") : one === key ? kg.t("province_itself") : nameOf(one));

  function draw() {
    if (state.tab !== "map") return;
    const ids = chosen();
    const inside = new Map();
    for (const id of ids) {
      const key = code(id).slice(0, 2);
      if (!inside.has(key)) inside.set(key, []);
      inside.get(key).push(id);
    }
    const most = Math.max(1, ...tiles.map(([key]) => (inside.get(key) || []).length));
    const lost = inside.get(NOWHERE) || [];
    if (own.at && !inside.has(own.at)) own.at = "";
    const shown = own.at || [...tiles.map(([key]) => key)].sort((a, b) => (inside.get(b) || []).length - (inside.get(a) || []).length)[0];
    const list = inside.get(shown) || lost;
    const key = inside.has(shown) ? shown : NOWHERE;
    const kinds = ["", ...KINDS].map((kind) => kg.button(kind ? kg.typeName(kind) : kg.t("all"), () => { own.kind = kind; draw(); kg.emit("sheet"); }, own.kind === kind));
    const csv = () => kg.saveCsv([["name", "type", "province", "place", "code", "how"].map((one) => kg.t("csv_" + one)), ...ids.map((id) =>
      [cards[id].n, kg.typeName(kindOf(id)), nameOf(code(id).slice(0, 2)), nameOf(code(id)), at.has(id) ? code(id) : "", at.has(id) ? at.get(id).how : ""])], "places.csv");
    sheet.replaceChildren(el("div", { className: "sheet-head" }, el("div", { className: "switches", role: "group", "aria-label": kg.t("types") }, ...kinds),
      el("span", { className: "rows", role: "status", text: kg.t("placed", { n: ids.length - lost.length, m: ids.length }) }),
      ids.length ? kg.button(kg.t("export_csv"), csv) : null),
    ids.length ? el("div", { className: "atlas" },
      el("div", { className: "chart" }, el("div", { className: "tiles", role: "group", "aria-label": kg.t("map") }, ...tiles.map((one) => tile(one, inside.get(one[0]) || [], most)),
        lost.length ? tile([NOWHERE, kg.t("nowhere"), 0, 7], lost, most) : null), el("p", { className: "note", text: kg.t("map_note") })),
      el("div", { className: "within scroll", tabindex: "0", role: "region", "aria-label": nameOf(key) || kg.t("nowhere") },
        el("h2", {}, nameOf(key) || kg.t("nowhere"), el("span", { className: "count", text: String(list.length) })), ...units(key, list).filter(Boolean)))
      : kg.blank(kg.t("no_parks")));
  }
  kg.on("tab language filter", draw);
  kg.keep("province", () => own.at, (text) => { if (text === NOWHERE || tiles.some(([key]) => key === text)) own.at = text; });
  kg.keep("kind", () => own.kind, (text) => { if (KINDS.includes(text)) own.kind = text; });
})();
