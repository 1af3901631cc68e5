/* What is dated: lanes over time, a circle for each year or month of a lane, and the list under it. */
(() => {
  const { el, state } = kg;
  const sheet = document.getElementById("timeline");
  const LANES = ["agreements", "meetings", "starts", "completions", "foundings", "policies"];
  const MOST = 80; // moments listed at once
  const off = new Set();
  let period = ""; // the one that the list is narrowed to, "2023" or "2023-02"
  let limit = MOST;

  const dated = () => kg.facts().filter((fact) => fact.o === null && kg.lane(fact.p) && kg.yearOf(fact.p, fact.raw) !== null);
  const shape = { agreements: "Agreement", meetings: "Event", starts: "Project", completions: "Project", foundings: "Park", policies: "Policy" };

  /* Years, or months where there are not more than three years. */
  function periods(facts) {
    const years = facts.map((fact) => Number(fact.raw.slice(0, 4)));
    if (!years.length) return [];
    const [low, high] = years.reduce(([a, b], y) => [Math.min(a, y), Math.max(b, y)], [9999, 0]);
    if (high - low > 2) {
      const used = [...new Set(years)].sort((a, b) => a - b);
      // A long gap of years is not drawn year by year.
      return high - low < 40 ? Array.from({ length: high - low + 1 }, (_, i) => String(low + i)) : used.map(String);
    }
    return Array.from({ length: (high - low + 1) * 12 }, (_, i) => low + Math.floor(i / 12) + "-" + String((i % 12) + 1).padStart(2, "0"));
  }

  function chart(facts) {
    const columns = periods(facts);
    const monthly = columns.length > 0 && columns[0].length > 4;
    const counts = new Map();
    for (const fact of facts) {
      // In a chart by months a date without one stands at its January's left edge: it is counted with the year.
      const key = kg.lane(fact.p) + " " + fact.raw.slice(0, monthly ? 7 : 4) + (monthly && fact.raw.length === 4 ? "-01" : "");
      counts.set(key, (counts.get(key) || 0) + 1);
    }
    const most = Math.max(1, ...counts.values());
    const used = LANES.filter((lane) => facts.some((fact) => kg.lane(fact.p) === lane));
    const lane = (name) => el("tr", {}, el("th", { scope: "row" }, kg.icon(shape[name]), el("span", { text: kg.t(name) })),
      ...columns.map((column) => {
        const n = counts.get(name + " " + column) || 0;
        if (!n) return el("td");
        const button = el("button", { className: "bubble lane-" + name, "aria-pressed": String(period === column && !off.has(name)),
          "aria-label": kg.t(name) + " " + column + ": " + n, title: column + ": " + n, text: String(n), on: { click: () => {
            period = period === column ? "" : column;
            limit = MOST;
            draw();
          } } });
        button.style.setProperty("--r", (18 + 22 * Math.sqrt(n / most)).toFixed(1) + "px");
        return el("td", {}, button);
      }));
    const years = monthly ? [...new Set(columns.map((column) => column.slice(0, 4)))] : [];
    return el("div", { className: "lanes scroll", tabindex: "0", role: "region", "aria-label": kg.t("timeline") }, el("table", {},
      el("caption", { className: "unseen", text: kg.t("timeline") }),
      el("thead", {}, monthly ? el("tr", {}, el("td"), ...years.map((year) => el("th", { scope: "colgroup", colspan: "12", text: year }))) : null,
        el("tr", {}, el("td"), ...columns.map((column) => el("th", { scope: "col", text: monthly ? String(Number(column.slice(5))) : column })))),
      el("tbody", {}, ...used.map(lane))));
  }

  function list(facts) {
    const chosen = facts.filter((fact) => !off.has(kg.lane(fact.p)) && fact.raw.startsWith(period))
      .sort((a, b) => (a.raw < b.raw ? 1 : a.raw > b.raw ? -1 : a.s - b.s));
    const parts = [];
    let year = "";
    for (const fact of chosen.slice(0, limit)) {
      if (fact.raw.slice(0, 4) !== year) {
        year = fact.raw.slice(0, 4);
        parts.push(el("h2", { text: year }));
      }
      const said = fact.evidence[0];
      parts.push(el("div", { className: "moment" }, el("time", { datetime: fact.raw, text: fact.raw.slice(5) || "—" }),
        el("div", {}, el("div", {}, kg.link(fact.s), el("span", { className: "predicate", text: kg.predicateName(fact.p) })),
          said ? el("p", { className: "quote", dir: "auto", text: kg.quoteOf(said).slice(0, 240) }) : null)));
    }
    if (chosen.length > limit) parts.push(kg.button(kg.t("more_rows", { n: chosen.length - limit }), () => { limit += MOST; draw(); }));
    return el("div", { className: "moments" }, ...(parts.length ? parts : [kg.blank(kg.t("no_dates"))]));
  }

  function draw() {
    if (state.tab !== "timeline") return;
    const facts = dated();
    const used = LANES.filter((lane) => facts.some((fact) => kg.lane(fact.p) === lane));
    const rows = () => [kg.t("moment"), kg.t("predicate"), kg.t("subject"), kg.t("quote"), kg.t("article")];
    const csv = () => kg.saveCsv([rows(), ...facts.filter((fact) => !off.has(kg.lane(fact.p))).sort((a, b) => (a.raw < b.raw ? -1 : 1)).map((fact) =>
      [fact.raw, kg.predicateName(fact.p), kg.cards[fact.s].n, fact.evidence[0] ? kg.quoteOf(fact.evidence[0]) : "", fact.evidence[0] ? kg.articleOf(fact.evidence[0]).title : ""])], "timeline.csv");
    const turn = (lane) => { if (!off.delete(lane)) off.add(lane); draw(); kg.emit("sheet"); };
    sheet.replaceChildren(el("div", { className: "sheet-head" },
      el("div", { className: "switches", role: "group", "aria-label": kg.t("types") }, ...used.map((lane) => kg.button(kg.t(lane), () => turn(lane), !off.has(lane)))),
      el("span", { className: "rows", role: "status", text: kg.t("rows", { n: facts.length }) + (period ? " · " + period : "") }),
      period ? kg.button(kg.t("whole_time"), () => { period = ""; draw(); }) : null,
      facts.length ? kg.button(kg.t("export_csv"), csv) : null),
    ...(facts.length ? [chart(facts)] : []), list(facts));
    const lanes = sheet.querySelector(".lanes");
    if (lanes) lanes.scrollLeft = lanes.scrollWidth; // the latest first
  }
  kg.on("tab language filter", draw);
  kg.keep("lanes", () => [...off].join(","), (text) => text.split(",").filter((lane) => LANES.includes(lane)).forEach((lane) => off.add(lane)));
})();
