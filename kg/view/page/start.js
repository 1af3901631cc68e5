/* Tabs, keys, themes and languages; and the first picture. */
(() => {
  const { state, cards, data } = kg;
  const byId = (id) => document.getElementById(id);
  const TABS = data.tabs;
  const heading = Object.keys(data.words).find((key) => key.startsWith("title.") && data.words[key][0] === data.title);

  let clearing = 0;
  kg.notice = (text, time) => {
    byId("notice").textContent = text;
    document.body.classList.toggle("noticed", time !== undefined);
    clearTimeout(clearing);
    if (time !== 0) clearing = setTimeout(standing, time || 6000);
  };
  function standing() {
    document.body.classList.remove("noticed");
    const part = kg.open.size < cards.length ? kg.t("partly", { s: kg.open.size, n: cards.length.toLocaleString("en") }) : "";
    byId("notice").textContent = state.tab !== "network" ? "" : cards.length ? part || kg.t("hint") : kg.t("empty");
  }
  kg.on("opened", standing);

  kg.tab = (name) => {
    if (state.tab === name) return;
    if (state.line !== null || state.path) kg.select({});
    state.tab = name;
    showTab();
    kg.redraw();
    kg.emit("tab");
    standing();
  };
  function showTab() {
    for (const one of TABS) {
      const mine = one === state.tab;
      byId(one).hidden = !mine;
      byId("tab-" + one).setAttribute("aria-selected", String(mine));
      byId("tab-" + one).tabIndex = mine ? 0 : -1;
    }
    document.body.dataset.tab = state.tab;
  }
  TABS.forEach((name, i) => {
    byId("tab-" + name).addEventListener("click", () => kg.tab(name));
    byId("tab-" + name).addEventListener("keydown", (event) => {
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: -1 }[event.key];
      if (to === undefined) return;
      const next = TABS[(to + TABS.length) % TABS.length];
      kg.tab(next);
      byId("tab-" + next).focus();
      event.preventDefault();
      event.stopPropagation();
    });
  });

  function speak() {
    document.documentElement.lang = state.lang === "zh" ? "zh-Hans" : "en";
    for (const element of document.querySelectorAll("[data-word]")) element.textContent = kg.t(element.dataset.word);
    for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", kg.t(element.dataset.label));
    for (const element of document.querySelectorAll("[data-placeholder]")) element.placeholder = kg.t(element.dataset.placeholder);
    // The page's own heading is in both languages; one that somebody gave stays as given.
    if (heading) document.title = document.querySelector("h1").textContent = kg.t(heading);
    const [n, f, a] = [cards.length, data.facts, data.articles.length].map((one) => one.toLocaleString("en"));
    byId("summary").textContent = kg.t("summary", { n, f, a });
    standing();
  }
  function dress() {
    if (state.theme) document.documentElement.dataset.theme = state.theme;
    kg.emit("theme");
  }
  byId("language").addEventListener("click", () => { state.lang = state.lang === "zh" ? "en" : "zh"; speak(); kg.emit("language"); });
  byId("theme").addEventListener("click", () => { state.theme = kg.dark() ? "light" : "dark"; dress(); });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { if (!state.theme) dress(); });
  const menu = (open) => {
    document.body.classList.toggle("menu", open);
    byId("menu").setAttribute("aria-expanded", String(open));
  };
  byId("menu").addEventListener("click", () => menu(!document.body.classList.contains("menu")));
  byId("legend-close").addEventListener("click", () => { menu(false); byId("menu").focus(); });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /INPUT|SELECT|TEXTAREA/.test(event.target.tagName)) return;
    if (event.key === "/") { event.preventDefault(); byId("search").focus(); }
    else if (event.key === "Escape") {
      if (document.body.classList.contains("menu")) { menu(false); return; }
      if (state.picking !== null) { state.picking = null; standing(); return; }
      kg.select({});
      (byId("canvas") || byId("tab-" + state.tab)).focus({ preventScroll: true });
    } else if (/^[1-5]$/.test(event.key) && TABS[event.key - 1]) kg.tab(TABS[event.key - 1]);
    else if (event.key === "+" || event.key === "=") kg.zoom(1.35);
    else if (event.key === "-") kg.zoom(1 / 1.35);
    else if (event.key === "0") kg.fit(null, true);
  });

  const wanted = kg.recall();
  if (TABS.includes(wanted)) state.tab = wanted;
  if (state.theme) dress();
  kg.emit("restored");
  kg.refilter();
  speak();
  showTab();
  kg.emit("language");
  kg.fit();
  kg.emit("ready");
  for (const event of ["select", "filter", "tab", "sheet", "theme", "language"]) kg.on(event, () => kg.remember(event === "select"));
  kg.on("select", () => { if (state.node !== null) kg.notice(cards[state.node].n + " · " + kg.typeName(cards[state.node].g)); else if (state.picking === null) standing(); });
  document.documentElement.dataset.ready = "yes";
  performance.mark("ready");
})();
