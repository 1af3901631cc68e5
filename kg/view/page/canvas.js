/* The network on the canvas: vis-network's objects, styled by type and theme, shown or hidden as the state says. */
(() => {
  const { data, nodes, lines, state } = kg;
  const holder = document.getElementById("canvas");
  const drawnNodes = new vis.DataSet();
  const drawnLines = new vis.DataSet();
  const many = lines.length > 700;

  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  kg.css = css;

  /* Marks draws the labels itself, so the engine gets none. */
  const bare = ({ id, group, x, y, size }) => ({ id, group, x, y, size, hidden: !kg.nodeShown(id) });

  function lineLook(id) {
    const line = lines[id];
    const styles = line.p.map(([predicate]) => (data.predicates[predicate] || {}).style);
    const style = styles.includes("strong") ? "strong" : styles.includes("plain") ? "plain" : "faint";
    const said = line.p.flatMap(([, , evidence]) => evidence);
    const firm = !said.length || said.some((one) => one[3] === "asserted");
    const directed = line.p.every(([predicate, forward]) => predicate !== "cooperatesWith" && forward === line.p[0][1]);
    const color = css("--line-" + style);
    // At the opening zoom between 0.7 and 3.4 px.
    line.width = ((style === "faint" ? 0.7 : 0.9) + Math.min(2.5, Math.log2(line.p.length + said.length) * 0.3)) / Math.min(1, data.scale);
    return {
      color: { color, highlight: color, hover: color, inherit: false },
      width: line.width,
      dashes: firm ? false : [6, 5],
      arrows: directed && !many
        ? { [line.p[0][1] ? "to" : "from"]: { enabled: true, scaleFactor: 0.42 } } : "",
    };
  }

  function groups() {
    const made = {};
    const border = css("--ground");
    for (const [type, look] of kg.types) {
      const background = look[kg.dark() ? "dark" : "light"];
      const color = { background, border };
      made[type] = { shape: look.shape, color: { ...color, highlight: color, hover: color } };
    }
    return made;
  }

  kg.open = new Set(data.drawn.nodes.map((node) => node.id));
  drawnNodes.add(data.drawn.nodes.map((node) => ({ ...bare(node), hidden: false })));
  drawnLines.add(data.drawn.edges.map((edge) => ({ ...edge, ...lineLook(edge.id) })));
  const options = { ...data.drawn.options, groups: groups() };
  options.interaction = { ...options.interaction, hideEdgesOnDrag: lines.length > 2500, hideEdgesOnZoom: lines.length > 2500 };
  const network = new vis.Network(holder, { nodes: drawnNodes, edges: drawnLines }, options);
  kg.network = network;

  /* Nodes and lines grow slower than the zoom: seen from afar they are no specks, seen from near no slabs. */
  let scaled = 0;
  network.on("beforeDrawing", () => {
    const scale = network.getScale();
    if (scale === scaled) return;
    scaled = scale;
    const factor = Math.min(2.2, Math.sqrt(data.scale / scale));
    for (const id of kg.open) {
      const node = network.body.nodes[id];
      node.options.size = nodes[id].size * factor;
      node.shape.refreshNeeded = true;
    }
    for (const edge of Object.values(network.body.edges)) edge.options.width = lines[edge.id].width * factor;
  });
  const restyle = () => { scaled = 0; };

  /* Draw nodes that did not open with the page, with their lines to what is drawn. */
  kg.expand = (ids) => {
    const fresh = ids.filter((id) => !kg.open.has(id));
    if (!fresh.length) return;
    fresh.forEach((id) => kg.open.add(id));
    drawnNodes.add(fresh.map((id) => bare(nodes[id])));
    const known = new Set();
    for (const id of fresh) for (const line of kg.near[id]) {
      if (kg.open.has(kg.across(line, id)) && lines[line].f !== lines[line].o) known.add(line);
    }
    drawnLines.add([...known].map((id) => ({ id, from: lines[id].f, to: lines[id].o, ...lineLook(id), hidden: !kg.lineShown(id) })));
    restyle();
    kg.emit("opened");
  };
  kg.around = (id) => kg.near[id].map((line) => kg.across(line, id));

  /* Show and hide what the filters ask for; only what changes is touched. */
  kg.on("filter", () => {
    const changed = (set, shown) => set.get({ fields: ["id", "hidden"] })
      .filter((item) => Boolean(item.hidden) === shown(item.id)).map((item) => ({ id: item.id, hidden: !item.hidden }));
    const moreNodes = changed(drawnNodes, kg.nodeShown);
    const moreLines = changed(drawnLines, kg.lineShown);
    restyle();
    if (moreNodes.length) drawnNodes.update(moreNodes);
    if (moreLines.length) drawnLines.update(moreLines);
    network.redraw();
  });
  kg.on("theme", () => {
    restyle();
    network.setOptions({ groups: groups() });
    drawnNodes.update(drawnNodes.getIds().map((id) => ({ id, group: nodes[id].group, color: groups()[nodes[id].group].color })));
    drawnLines.update(drawnLines.getIds().map((id) => ({ id, ...lineLook(id) })));
  });

  /* The whole picture in the window, with room for the labels at its edge; or the given nodes. */
  kg.fit = (ids, animate) => {
    const shown = (ids || [...kg.open]).filter((id) => kg.open.has(id) && kg.nodeShown(id));
    if (!shown.length || !holder.clientWidth) return;
    const places = network.getPositions(shown);
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { x, y } of Object.values(places)) {
      left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y);
    }
    const wide = holder.clientWidth - kg.covered();
    const margin = Math.min(140, wide * 0.22);
    const across = (wide - margin) / Math.max(right - left, 1);
    const down = (holder.clientHeight - 128) / Math.max(bottom - top, 1);
    // On a screen held upright the whole would be too small to read: then the foremost node's surroundings, cut at the sides.
    const upright = !ids && wide < holder.clientHeight * 0.85;
    const scale = Math.min(1.25, upright ? across * 2 : across, down);
    const middle = upright && scale > across ? places[shown[0]].x : (left + right) / 2;
    move({ x: middle + kg.covered() / 2 / scale, y: (top + bottom) / 2 + 26 / scale }, scale, animate);
  };
  /* How much of the canvas the open panel covers on its right, px. */
  kg.covered = () => {
    const panel = document.getElementById("panel");
    return panel.hidden || panel.clientWidth > holder.clientWidth * 0.7 ? 0 : panel.clientWidth;
  };
  kg.below = () => {
    const panel = document.getElementById("panel");
    return panel.hidden || kg.covered() ? 0 : panel.clientHeight;
  };
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  function move(position, scale, animate) {
    network.moveTo({ position, scale, animation: animate && !still.matches ? { duration: 350, easingFunction: "easeInOutQuad" } : false });
  }
  kg.reveal = (id) => {
    const place = network.getPosition(id);
    const near = network.getPositions(kg.around(id).filter((other) => kg.open.has(other) && kg.nodeShown(other)));
    const wide = holder.clientWidth - kg.covered();
    // As near as lets most neighbours be seen, and near enough to read.
    const reach = Object.values(near).map(({ x, y }) => Math.max(Math.abs(x - place.x) / (wide / 2 - 70), Math.abs(y - place.y) / (holder.clientHeight / 2 - 80)))
      .sort((a, b) => a - b);
    const least = Math.min(0.9, data.scale * 1.8);
    const scale = Math.min(1.1, Math.max(least, reach.length ? 1 / reach[Math.floor(reach.length * 0.85)] : 1));
    move({ x: place.x + kg.covered() / 2 / scale, y: place.y + kg.below() / 2 / scale }, scale, true);
  };
  /* Only where the panel or the edge hides the node is the picture moved. */
  kg.unhide = (id) => {
    const at = network.canvasToDOM(network.getPosition(id));
    if (at.x < 40 || at.y < 40 || at.x > holder.clientWidth - kg.covered() - 60 || at.y > holder.clientHeight - kg.below() - 60) kg.reveal(id);
  };
  kg.zoom = (factor) => move(network.getViewPosition(), Math.min(8, Math.max(0.02, network.getScale() * factor)), true);

  kg.physics = (on) => network.setOptions({ physics: on
    ? { enabled: true, solver: "forceAtlas2Based", stabilization: false, minVelocity: 0.4, forceAtlas2Based: { gravitationalConstant: -60, springLength: 90 } }
    : { enabled: false } });

  network.on("click", ({ pointer }) => {
    const node = network.getNodeAt(pointer.DOM);
    if (node !== undefined) { kg.pick(node); kg.unhide(node); return; }
    const line = network.getEdgeAt(pointer.DOM);
    if (line !== undefined) kg.select({ line }); else kg.select({});
  });
  network.on("doubleClick", ({ pointer }) => {
    const node = network.getNodeAt(pointer.DOM);
    if (node !== undefined) kg.expand(kg.around(node));
  });
  network.on("hoverNode", ({ node }) => { kg.hovered = node; holder.classList.add("pointing"); });
  network.on("blurNode", () => { kg.hovered = null; holder.classList.remove("pointing"); });
  network.on("hoverEdge", ({ edge }) => { kg.hoveredLine = edge; holder.classList.add("pointing"); });
  network.on("blurEdge", () => { kg.hoveredLine = null; holder.classList.remove("pointing"); });
})();
