/* Buttons, keys, themes and languages, the address that restores a view; and the first picture. */
(() => {
  const { state, network, cards, nodes, data } = kg;
  const byId = (id) => document.getElementById(id);
  const TABS = ["network", "table", "timeline"];

  let clearing = 0;
  kg.notice = (text, time) => {
    byId("notice").textContent = text;
    clearTimeout(clearing);
    if (time !== 0) clearing = setTimeout(standing, time || 6000);
  };
  function standing() {
    const part = kg.open.size < nodes.length ? kg.t("partly", { s: kg.open.size, n: nodes.length }) : "";
    byId("notice").textContent = nodes.length ? part || kg.t("hint") : kg.t("empty");
  }
  kg.on("opened", standing);

  kg.save = (blob, name) => {
    const address = URL.createObjectURL(blob);
    kg.el("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  };

  kg.tab = (name) => {
    if (state.tab === name) return;
    state.tab = name;
    for (const one of TABS) {
      byId(one).hidden = one !== name;
      byId("tab-" + one).setAttribute("aria-selected", String(one === name));
      byId("tab-" + one).tabIndex = one === name ? 0 : -1;
    }
    if (name !== "network") kg.select({});
    else network.redraw();
    kg.emit("tab");
  };
  TABS.forEach((name, i) => {
    byId("tab-" + name).addEventListener("click", () => kg.tab(name));
    byId("tab-" + name).addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: 2 }[event.key];
      if (!step) return;
      const next = TABS[(i + step) % 3];
      kg.tab(next);
      byId("tab-" + next).focus();
      event.stopPropagation();
    });
  });

  function speak() {
    document.documentElement.lang = state.lang === "zh" ? "zh-Hans" : "en";
    for (const element of document.querySelectorAll("[data-word]")) element.textContent = kg.t(element.dataset.word);
    for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", kg.t(element.dataset.label));
    for (const element of document.querySelectorAll("[data-placeholder]")) element.placeholder = kg.t(element.dataset.placeholder);
    const facts = kg.lines.reduce((sum, line) => sum + line.p.length, 0) + cards.reduce((sum, card) => sum + card.v.length, 0);
    byId("summary").textContent = kg.t("summary", { n: nodes.length, f: facts, a: data.articles.length });
    standing();
  }
  function dress() {
    if (state.theme) document.documentElement.dataset.theme = state.theme;
    kg.emit("theme");
  }
  byId("language").addEventListener("click", () => { state.lang = state.lang === "zh" ? "en" : "zh"; speak(); kg.emit("language"); remember(); });
  byId("theme").addEventListener("click", () => { state.theme = kg.dark() ? "light" : "dark"; dress(); remember(); });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { if (!state.theme) dress(); });

  const press = (id, act) => byId(id).addEventListener("click", () => {
    const on = byId(id).getAttribute("aria-pressed") !== "true";
    byId(id).setAttribute("aria-pressed", String(on));
    act(on);
  });
  press("communities", (on) => { kg.showCommunities = on; network.redraw(); });
  press("physics", kg.physics);
  byId("fit").addEventListener("click", () => kg.fit(null, true));
  byId("zoom-in").addEventListener("click", () => kg.zoom(1.35));
  byId("zoom-out").addEventListener("click", () => kg.zoom(1 / 1.35));
  byId("menu").addEventListener("click", () => {
    const open = document.body.classList.toggle("menu");
    byId("menu").setAttribute("aria-expanded", String(open));
  });
  byId("png").addEventListener("click", () => {
    const canvas = network.canvas.frame.canvas;
    const copy = document.createElement("canvas");
    [copy.width, copy.height] = [canvas.width, canvas.height];
    const ctx = copy.getContext("2d");
    ctx.fillStyle = kg.css("--ground");
    ctx.fillRect(0, 0, copy.width, copy.height);
    ctx.drawImage(canvas, 0, 0);
    copy.toBlob((blob) => kg.save(blob, "network.png"));
  });

  /* Arrow keys: to the neighbour that lies most in that direction; without a selection, the foremost node. */
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  function step([dx, dy]) {
    const start = state.node;
    const ids = start === null ? [] : kg.around(start).filter((id) => kg.open.has(id) && kg.nodeShown(id));
    if (!ids.length) { const one = kg.ranked.find(kg.nodeShown); if (one !== undefined) kg.select({ node: one }); return; }
    const here = network.getPosition(start);
    const score = (id) => {
      const there = network.getPosition(id);
      const far = Math.hypot(there.x - here.x, there.y - here.y) || 1;
      return ((there.x - here.x) * dx + (there.y - here.y) * dy) / far - far / 1e5;
    };
    const best = ids.reduce((a, b) => (score(b) > score(a) ? b : a));
    if (score(best) < 0.1) return;
    kg.select({ node: best });
    kg.unhide(best);
  }
  byId("canvas").addEventListener("keydown", (event) => {
    if (WAYS[event.key]) { event.preventDefault(); step(WAYS[event.key]); }
    if (event.key === "Enter" && state.node !== null) byId("panel").querySelector("h2").focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /INPUT|SELECT|TEXTAREA/.test(event.target.tagName)) return;
    if (event.key === "/") { event.preventDefault(); byId("search").focus(); }
    else if (event.key === "Escape") { kg.select({}); byId("canvas").focus({ preventScroll: true }); }
    else if (event.key === "+" || event.key === "=") kg.zoom(1.35);
    else if (event.key === "-") kg.zoom(1 / 1.35);
    else if (event.key === "0") kg.fit(null, true);
  });

  /* The state in the address: #node=…&hide=…&lang=en. Written without touching the history. */
  function remember() {
    const parts = new URLSearchParams();
    if (state.node !== null) parts.set("node", cards[state.node].i);
    if (state.types.size) parts.set("hide", [...state.types].join(","));
    if (state.predicates.size) parts.set("without", [...state.predicates].join(","));
    if (state.from !== null) parts.set("years", state.from + "-" + state.to);
    if (state.confidence) parts.set("least", String(state.confidence));
    if (state.article >= 0) parts.set("article", data.articles[state.article][0]);
    if (state.lang !== "zh") parts.set("lang", state.lang);
    if (state.theme) parts.set("theme", state.theme);
    if (state.tab !== "network") parts.set("tab", state.tab);
    try { history.replaceState(null, "", "#" + parts); } catch { /* a frame without an address of its own */ }
  }
  function recall() {
    const parts = new URLSearchParams(location.hash.slice(1));
    const list = (key) => (parts.get(key) || "").split(",").filter(Boolean);
    list("hide").forEach((type) => state.types.add(type));
    list("without").forEach((predicate) => state.predicates.add(predicate));
    const years = /^(\d{4})-(\d{4})$/.exec(parts.get("years") || "");
    if (years) [state.from, state.to] = [Number(years[1]), Number(years[2])];
    state.confidence = Math.min(1, Math.max(0, Number(parts.get("least")) || 0));
    state.article = data.articles.findIndex(([id]) => id === parts.get("article"));
    state.lang = parts.get("lang") === "en" ? "en" : "zh";
    if (["light", "dark"].includes(parts.get("theme"))) state.theme = parts.get("theme");
    kg.emit("restored");
    if (state.theme) dress();
    kg.refilter();
    return { node: cards.findIndex((card) => card.i === parts.get("node")), tab: parts.get("tab") };
  }

  const wanted = recall();
  speak();
  kg.emit("language");
  kg.fit();
  if (wanted.node >= 0) { kg.select({ node: wanted.node }); kg.reveal(wanted.node); }
  if (TABS.includes(wanted.tab)) kg.tab(wanted.tab);
  for (const event of ["select", "filter", "tab"]) kg.on(event, remember);
  kg.on("select", () => { if (state.node !== null) kg.notice(cards[state.node].n + " · " + kg.typeName(nodes[state.node].group)); else if (!state.picking) standing(); });
  window.addEventListener("resize", () => { if (state.node === null && state.line === null) kg.fit(); });
  document.documentElement.dataset.ready = "yes";
})();
