/* The network on the canvas: vis-network's objects, styled by type and theme, shown or hidden as the state says.
   Looks and visibility are set on its nodes and edges directly: its own way of updating takes a second for thousands. */
(() => {
  const { data, cards, lines, state } = kg;
  const holder = document.getElementById("canvas");
  const nodes = (kg.nodes = data.drawn.nodes.slice()); // by id; grows as the network is expanded
  const many = data.drawn.edges.length > 700;

  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  /* The colours of the theme, read once for each. */
  const STYLES = ["cooperate", "build", "attend", "belong", "topic"];
  // In px at the opening zoom: fine dashes on long lines take a browser very long.
  const px = (list) => list.map((one) => one / Math.min(1, data.scale));
  const DASHES = { topic: px([2, 4]) };
  function dip() {
    kg.palette = Object.fromEntries(["ground", "ink", "quiet", "label", "accent", "edge"].map((name) => [name, css("--" + name)]));
    for (const style of STYLES) kg.palette[style] = css("--line-" + style);
    kg.palette.types = Object.fromEntries([...kg.types.keys()].map((type) => [type, kg.color(type)]));
    kg.palette.tints = css("--tints").split(",").map((one) => one.trim());
  }
  dip();

  const WIDE = { cooperate: 1.1, belong: 0.7, topic: 0.8 };
  kg.styleOf = (line) => {
    const found = line.p.map(([predicate]) => kg.lineStyle(predicate));
    return STYLES.find((style) => found.includes(style));
  };
  function lineLook(id) {
    const line = lines[id];
    const style = kg.styleOf(line);
    const said = line.p.flatMap(([, , evidence]) => evidence);
    const firm = !said.length || said.some((one) => kg.modality(one) === "asserted");
    const directed = line.p.every(([predicate, forward]) => predicate !== "cooperatesWith" && forward === line.p[0][1]);
    const color = kg.palette[style];
    // At the opening zoom between 0.7 and 3.6 px.
    line.width = ((WIDE[style] || 0.9) + Math.min(2.5, Math.log2(line.p.length + kg.independent(said)) * 0.45)) / Math.min(1, data.scale);
    line.arrow = directed ? (line.p[0][1] ? "to" : "from") : "";
    line.dashes = firm ? DASHES[style] || false : px([6, 5]);
    return {
      color: { color, highlight: color, hover: color, inherit: false, opacity: 1 }, width: line.width, dashes: line.dashes,
      arrows: line.arrow && !many ? { [line.arrow]: { enabled: true, scaleFactor: 0.42 } } : "",
    };
  }
  const nodeColor = (type) => {
    const [background, border] = [kg.palette.types[type], kg.palette.ground];
    return { background, border, highlight: { background, border }, hover: { background, border } };
  };
  /* Marks draws the labels itself, so the engine gets none. */
  const bare = ({ id, group, x, y, size }) => ({ id, x, y, size, shape: kg.types.get(group).shape, color: nodeColor(group), hidden: !kg.nodeShown(id) });

  kg.open = new Set(nodes.map((node) => node.id));
  const drawnNodes = new vis.DataSet(nodes.map((node) => ({ ...bare(node), hidden: false })));
  const drawnLines = new vis.DataSet(data.drawn.edges.map((edge) => ({ ...edge, ...lineLook(edge.id), hidden: false })));
  const options = { ...data.drawn.options };
  options.interaction = { ...options.interaction, hideEdgesOnDrag: lines.length > 2500, hideEdgesOnZoom: lines.length > 2500 };
  const network = new vis.Network(holder, { nodes: drawnNodes, edges: drawnLines }, options);
  const body = network.body;
  kg.network = network;
  kg.redraw = () => body.emitter.emit("_requestRedraw"); // once, before the next frame

  /* Many lines are drawn by ourselves, and those of few facts as hairs: a browser without a graphics card paints lines
     over 1 px four times as slowly, and the engine's own way adds as much again. */
  const CROWD = 500;
  function drawLines(ctx) {
    const a = network.DOMtoCanvas({ x: 0, y: 0 });
    const b = network.DOMtoCanvas({ x: holder.clientWidth, y: holder.clientHeight });
    const seen = body.edgeIndices.filter((id) => {
      const { from, to } = body.edges[id];
      return Math.max(from.x, to.x) > a.x && Math.min(from.x, to.x) < b.x && Math.max(from.y, to.y) > a.y && Math.min(from.y, to.y) < b.y;
    });
    // Under the veil of a selection so many lines are fog that costs a tenth of a second.
    if (seen.length > CROWD && kg.lit()) return;
    const hair = seen.length > CROWD ? 1 / body.view.scale : Infinity;
    for (const id of seen) {
      const { from, to, options: { width, color } } = body.edges[id];
      ctx.strokeStyle = color.color;
      ctx.lineWidth = lines[id].p.length > 2 ? width : Math.min(width, hair);
      ctx.setLineDash(seen.length > CROWD ? [] : lines[id].dashes || []);
      ctx.beginPath();
      ctx.moveTo(from.x, from.y);
      ctx.lineTo(to.x, to.y);
      ctx.stroke();
    }
    ctx.setLineDash([]);
  }
  if (many) { network.renderer._drawEdges = drawLines; network.renderer._drawArrows = () => {}; }

  /* Nodes and lines grow slower than the zoom: seen from afar they are no specks, seen from near no slabs. */
  let scaled = 0;
  const restyle = () => { scaled = 0; };
  network.on("beforeDrawing", () => {
    const scale = network.getScale();
    if (scale === scaled) return;
    scaled = scale;
    const factor = Math.min(2.2, Math.sqrt(data.scale / scale));
    for (const id of body.nodeIndices) {
      const node = body.nodes[id];
      node.options.size = nodes[id].size * factor;
      node.shape.refreshNeeded = true;
    }
    for (const id of body.edgeIndices) body.edges[id].options.width = lines[id].width * factor;
  });

  /* Show and hide what the filters ask for. */
  function veil() {
    for (const node of Object.values(body.nodes)) node.options.hidden = !kg.nodeShown(node.id);
    for (const edge of Object.values(body.edges)) edge.options.hidden = !kg.lineShown(edge.id);
    network._updateVisibleIndices();
    restyle();
  }
  kg.on("filter", () => { veil(); kg.redraw(); });
  kg.on("theme", () => {
    dip();
    for (const node of Object.values(body.nodes)) node.options.color = nodeColor(nodes[node.id].group);
    for (const edge of Object.values(body.edges)) {
      const color = kg.palette[kg.styleOf(lines[edge.id])];
      Object.assign(edge.options.color, { color, highlight: color, hover: color });
    }
    kg.redraw();
  });

  /* Draw things that did not open with the page, around `anchor`, with their lines to what is drawn. */
  kg.expand = (ids, anchor) => {
    const fresh = [...new Set(ids)].filter((id) => !kg.open.has(id)).slice(0, 150);
    if (!fresh.length) return;
    const size = Math.min(...data.drawn.nodes.map((node) => node.size)) * 1.15;
    const room = 2 * size + 70 / Math.max(data.scale, 0.2);
    const taken = new Set();
    const spot = (x, y) => Math.round(x / room) + " " + Math.round(y / room);
    for (const node of Object.values(body.nodes)) taken.add(spot(node.x, node.y));
    const start = middle(anchor === undefined ? fresh[0] : anchor);
    let turn = 0;
    for (const id of fresh) {
      let place = start;
      // A spiral of golden angles: even in all directions, the same each time.
      do { turn += 1; place = { x: start.x + Math.cos(turn * 2.399963) * room * Math.sqrt(turn) * 0.72, y: start.y + Math.sin(turn * 2.399963) * room * Math.sqrt(turn) * 0.72 }; } while (taken.has(spot(place.x, place.y)) && turn < 4000);
      taken.add(spot(place.x, place.y));
      nodes[id] = { id, group: cards[id].g, label: wrap(cards[id].n), size, c: -1, ...place };
      kg.open.add(id);
    }
    drawnNodes.add(fresh.map((id) => bare(nodes[id])));
    const known = new Set();
    for (const id of fresh) for (const line of kg.near[id]) {
      if (kg.open.has(kg.across(line, id)) && lines[line].f !== lines[line].o) known.add(line);
    }
    drawnLines.add([...known].map((id) => ({ id, from: lines[id].f, to: lines[id].o, ...lineLook(id), hidden: !kg.lineShown(id) })));
    restyle();
    kg.emit("opened");
  };
  function middle(id) {
    if (body.nodes[id]) return { x: body.nodes[id].x, y: body.nodes[id].y };
    const near = kg.around(id).filter((other) => body.nodes[other]).map((other) => body.nodes[other]);
    if (!near.length) return network.getViewPosition();
    return { x: near.reduce((sum, one) => sum + one.x, 0) / near.length, y: near.reduce((sum, one) => sum + one.y, 0) / near.length };
  }
  const wrap = (name) => (name.length <= 10 ? name : name.length <= 20 ? name.slice(0, Math.ceil(name.length / 2)) + "\n" + name.slice(Math.ceil(name.length / 2)) : name.slice(0, 10) + "\n" + name.slice(10, 19) + "…");

  /* The whole picture in the window, with room for the labels at its edge; or the given things. */
  kg.fit = (ids, animate) => {
    const shown = (ids || [...kg.open]).filter((id) => body.nodes[id] && kg.nodeShown(id));
    if (!shown.length || !holder.clientWidth) return;
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const id of shown) {
      const { x, y } = body.nodes[id];
      left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y);
    }
    const wide = holder.clientWidth - kg.covered();
    const high = holder.clientHeight - kg.below();
    const margin = Math.min(140, wide * 0.22);
    const across = (wide - margin) / Math.max(right - left, 1);
    const down = (high - 128) / Math.max(bottom - top, 1);
    // On a screen held upright the whole would be too small to read: then the foremost node's surroundings, cut at the sides.
    const upright = !ids && wide < high * 0.85;
    const scale = Math.min(1.25, upright ? across * 2.2 : across, upright ? Math.max(down, across * 1.6) : down);
    const cut = upright && scale > across;
    // Nothing of the window is left to what lies beside the picture.
    const within = (at, low, high, room) => (high - low <= room ? (low + high) / 2 : Math.min(Math.max(at, low + room / 2), high - room / 2));
    const first = body.nodes[shown[0]];
    const centre = cut
      ? { x: within(first.x, left, right, (wide - 40) / scale), y: within(first.y, top, bottom, (high - 128) / scale) }
      : { x: (left + right) / 2, y: (top + bottom) / 2 };
    move({ x: centre.x + kg.covered() / 2 / scale, y: centre.y + (kg.below() / 2 + (cut ? 0 : 26)) / scale }, scale, animate);
  };
  /* How much of the canvas the open panel covers on its right, or from below, px. */
  const panel = document.getElementById("panel");
  kg.covered = () => (panel.hidden || panel.clientWidth > holder.clientWidth * 0.7 ? 0 : panel.clientWidth);
  kg.below = () => (panel.hidden || kg.covered() ? 0 : panel.clientHeight);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  function move(position, scale, animate) {
    const calm = still.matches || body.nodeIndices.length > 900;
    network.moveTo({ position, scale, animation: animate && !calm ? { duration: 350, easingFunction: "easeInOutQuad" } : false });
  }
  kg.reveal = (id) => {
    const place = body.nodes[id];
    if (!place) return;
    const wide = holder.clientWidth - kg.covered();
    // As near as lets most neighbours be seen, and near enough to read.
    const reach = kg.around(id).filter((other) => body.nodes[other] && kg.nodeShown(other)).map((other) => body.nodes[other])
      .map(({ x, y }) => Math.max(Math.abs(x - place.x) / (wide / 2 - 70), Math.abs(y - place.y) / ((holder.clientHeight - kg.below()) / 2 - 80)))
      .sort((a, b) => a - b);
    const least = Math.min(0.9, data.scale * 1.8);
    const scale = Math.min(1.1, Math.max(least, reach.length ? 1 / reach[Math.floor(reach.length * 0.85)] : 1));
    move({ x: place.x + kg.covered() / 2 / scale, y: place.y + kg.below() / 2 / scale }, scale, true);
  };
  /* Only where the panel or the edge hides the node is the picture moved. */
  kg.unhide = (id) => {
    const at = network.canvasToDOM(body.nodes[id]);
    if (at.x < 40 || at.y < 40 || at.x > holder.clientWidth - kg.covered() - 60 || at.y > holder.clientHeight - kg.below() - 60) kg.reveal(id);
  };
  kg.zoom = (factor) => move(network.getViewPosition(), Math.min(8, Math.max(0.02, network.getScale() * factor)), true);
  kg.physics = (on) => {
    kg.moving = on;
    network.setOptions({ physics: on
      ? { enabled: true, solver: "forceAtlas2Based", stabilization: false, minVelocity: 0.4, forceAtlas2Based: { gravitationalConstant: -60, springLength: 90 } }
      : { enabled: false } });
  };
})();
