/* The canvas under mouse, finger and keys, and the buttons of its dock. */
(() => {
  const { network, state } = kg;
  const holder = document.getElementById("canvas");
  const byId = (id) => document.getElementById(id);

  network.on("click", ({ pointer }) => {
    const node = network.getNodeAt(pointer.DOM);
    if (node !== undefined) { kg.pick(node); kg.unhide(node); return; }
    const line = network.getEdgeAt(pointer.DOM);
    if (line !== undefined) kg.select({ line }); else kg.select({});
  });
  network.on("doubleClick", ({ pointer }) => {
    const node = network.getNodeAt(pointer.DOM);
    if (node !== undefined) kg.expand(kg.around(node), node);
  });
  const over = (event, key, read) => network.on(event, (what) => {
    kg[key] = read ? what[read] : null;
    holder.classList.toggle("pointing", Boolean(read));
    kg.redraw();
  });
  over("hoverNode", "hovered", "node");
  over("blurNode", "hovered");
  over("hoverEdge", "hoveredLine", "edge");
  over("blurEdge", "hoveredLine");

  /* Arrow keys: to the neighbour that lies most in that direction; without a selection, the foremost thing. */
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  function step([dx, dy]) {
    const start = state.node;
    const ids = start === null ? [] : kg.around(start).filter((id) => id !== start && kg.open.has(id) && kg.nodeShown(id));
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
  holder.addEventListener("keydown", (event) => {
    if (WAYS[event.key]) { event.preventDefault(); step(WAYS[event.key]); }
    if (event.key === "Enter" && state.node !== null) byId("panel").querySelector("h2").focus();
  });

  const press = (id, act) => byId(id).addEventListener("click", () => {
    const on = byId(id).getAttribute("aria-pressed") !== "true";
    byId(id).setAttribute("aria-pressed", String(on));
    act(on);
  });
  press("communities", (on) => { kg.showCommunities = on; kg.redraw(); });
  press("physics", kg.physics);
  byId("fit").addEventListener("click", () => kg.fit(null, true));
  byId("zoom-in").addEventListener("click", () => kg.zoom(1.35));
  byId("zoom-out").addEventListener("click", () => kg.zoom(1 / 1.35));
  byId("png").addEventListener("click", () => kg.savePng());
  byId("svg").addEventListener("click", () => kg.saveSvg());
  window.addEventListener("resize", () => { if (state.node === null && state.line === null && state.tab === "network") kg.fit(); });
})();
