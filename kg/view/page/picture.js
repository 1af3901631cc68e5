/* The picture as it stands, to take along: as SVG, and painted twice as fine as PNG. Both come from one scene. */
(() => {
  const { network, nodes, lines, state, data } = kg;
  const body = network.body;
  const FONT = "PingFang SC, Hiragino Sans GB, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, sans-serif";
  const HEAD = 64; // px above the picture, for title and counts
  const FOOT = 40; // px below, for the legend

  const points = (list) => list.map(([x, y]) => [Math.round(x * 10) / 10, Math.round(y * 10) / 10]);
  const star = (x, y, r) => Array.from({ length: 10 }, (_, i) => [x + r * (i % 2 ? 0.42 : 1) * Math.sin(i * Math.PI / 5), y - r * (i % 2 ? 0.42 : 1) * Math.cos(i * Math.PI / 5)]);
  const OUTLINES = {
    square: (x, y, r) => [[x - r, y - r], [x + r, y - r], [x + r, y + r], [x - r, y + r]],
    diamond: (x, y, r) => [[x, y - r], [x + r, y], [x, y + r], [x - r, y]],
    triangle: (x, y, r) => [[x, y - r], [x + r, y + r * 0.8], [x - r, y + r * 0.8]],
    triangleDown: (x, y, r) => [[x, y + r], [x + r, y - r * 0.8], [x - r, y - r * 0.8]],
    hexagon: (x, y, r) => [0, 1, 2, 3, 4, 5].map((i) => [x + r * Math.cos(i * Math.PI / 3), y + r * Math.sin(i * Math.PI / 3)]),
    star,
  };
  function shape(type, x, y, r) {
    const outline = OUTLINES[kg.types.get(type).shape];
    const fill = kg.color(type);
    return outline ? { kind: "polygon", points: points(outline(x, y, r)), fill, stroke: kg.palette.ground, width: 1 }
      : { kind: "circle", x, y, r, fill, stroke: kg.palette.ground, width: 1 };
  }
  const text = (x, y, words, size, fill, more) => ({ kind: "text", x, y, text: words, size, fill, align: "left", bold: false, ...more });

  function* ofNetwork(at, scale, chosen) {
    const faded = (id) => chosen && !chosen.nodes.has(id);
    if (kg.showCommunities && !chosen) for (const { group, edge } of kg.outlines()) {
      const tint = kg.palette.tints[group % kg.palette.tints.length];
      yield { kind: "polygon", points: points(edge.map((p) => { const { x, y } = at(p); return [x, y]; })), fill: tint, stroke: tint, width: kg.outlineWidth() * scale };
    }
    const own = chosen ? new Set(chosen.lines) : null;
    for (const id of body.edgeIndices) {
      const [a, b] = [at(body.nodes[lines[id].f]), at(body.nodes[lines[id].o])];
      yield { kind: "line", a, b, stroke: kg.palette[kg.styleOf(lines[id])], width: body.edges[id].options.width * scale,
        dashes: lines[id].dashes ? lines[id].dashes.map((one) => one * scale) : null, faded: own && !own.has(id) };
    }
    for (const id of body.nodeIndices) {
      const { x, y } = at(body.nodes[id]);
      yield { ...shape(nodes[id].group, x, y, body.nodes[id].options.size * scale), faded: faded(id) };
    }
    for (const label of kg.labels) {
      if (label.id === undefined) continue;
      const x = label.align === "center" ? label.x + label.w / 2 : label.align === "left" ? label.x + 2 : label.x + label.w - 2;
      yield* label.rows.map((row, i) => text(x, HEAD + label.y + 1 + (i + 0.5) * label.size * 1.22, row, label.size, label.ink, { align: label.align, bold: label.bold, halo: true }));
    }
  }

  /* Everything in the window, from back to front, in px; title above, legend below. */
  function scene() {
    const { scale, translation } = body.view;
    const frame = network.canvas.frame.canvas;
    const [wide, high] = [frame.clientWidth, frame.clientHeight];
    const at = (p) => ({ x: p.x * scale + translation.x, y: p.y * scale + translation.y + HEAD });
    const items = [...ofNetwork(at, scale, kg.lit())];
    const cover = (y, h) => ({ kind: "polygon", points: [[0, y], [wide, y], [wide, y + h], [0, y + h]], fill: kg.palette.ground, stroke: kg.palette.ground, width: 0 });
    items.push(cover(0, HEAD), text(20, 26, data.title.slice(0, 80), 19, kg.palette.ink, { bold: true }),
      text(20, 48, document.getElementById("summary").textContent, 12, kg.palette.quiet), cover(HEAD + high, FOOT));
    const shown = new Set(body.nodeIndices.map((id) => nodes[id].group));
    let x = 26;
    for (const type of kg.types.keys()) {
      if (!shown.has(type)) continue;
      items.push(shape(type, x, HEAD + high + 20, 6), text(x + 11, HEAD + high + 20, kg.typeName(type), 12, kg.palette.label));
      x += 30 + 12 * [...kg.typeName(type)].reduce((sum, c) => sum + (c > "\u2e80" ? 1 : 0.56), 0);
    }
    return { wide, high: high + HEAD + FOOT, items };
  }

  kg.pictureSvg = () => {
    const { wide, high, items } = scene();
    const root = kg.svg("svg", { viewBox: "0 0 " + wide + " " + high, width: wide, height: high, "font-family": FONT });
    root.append(kg.svg("title", {}, data.title), kg.svg("rect", { width: wide, height: high, fill: kg.palette.ground }));
    for (const one of items) {
      const faded = one.faded ? { opacity: 0.16 } : {};
      const paint = { fill: one.fill || "none", stroke: one.stroke || "none", "stroke-width": (one.width || 0).toFixed(2), "stroke-linejoin": "round", ...faded };
      if (one.kind === "polygon") root.append(kg.svg("polygon", { points: one.points.map((p) => p.join(",")).join(" "), ...paint }));
      else if (one.kind === "circle") root.append(kg.svg("circle", { cx: one.x.toFixed(1), cy: one.y.toFixed(1), r: one.r.toFixed(1), ...paint }));
      else if (one.kind === "line") root.append(kg.svg("line", { x1: one.a.x.toFixed(1), y1: one.a.y.toFixed(1), x2: one.b.x.toFixed(1), y2: one.b.y.toFixed(1), ...paint, ...(one.dashes ? { "stroke-dasharray": one.dashes.join(" ") } : {}) }));
      else root.append(kg.svg("text", { x: one.x.toFixed(1), y: one.y.toFixed(1), "font-size": one.size, fill: one.fill, "dominant-baseline": "central",
        "text-anchor": { left: "start", center: "middle", right: "end" }[one.align], ...(one.bold ? { "font-weight": 600 } : {}),
        ...(one.halo ? { stroke: kg.palette.ground, "stroke-width": 3.5, "stroke-linejoin": "round", "paint-order": "stroke" } : {}) }, one.text));
    }
    return new XMLSerializer().serializeToString(root);
  };
  kg.saveSvg = () => kg.save(new Blob([kg.pictureSvg()], { type: "image/svg+xml" }), "network.svg");

  function paint(ctx, one) {
    ctx.globalAlpha = one.faded ? 0.16 : 1;
    ctx.setLineDash(one.dashes || []);
    [ctx.fillStyle, ctx.strokeStyle, ctx.lineWidth] = [one.fill || "#000", one.stroke || "#000", one.width || 0];
    if (one.kind === "text") {
      ctx.font = (one.bold ? "600 " : "") + one.size + "px " + FONT;
      [ctx.textAlign, ctx.textBaseline] = [one.align, "middle"];
      if (one.halo) { [ctx.strokeStyle, ctx.lineWidth] = [kg.palette.ground, 3.5]; ctx.strokeText(one.text, one.x, one.y); }
      ctx.fillText(one.text, one.x, one.y);
      return;
    }
    ctx.beginPath();
    if (one.kind === "line") { ctx.moveTo(one.a.x, one.a.y); ctx.lineTo(one.b.x, one.b.y); }
    else if (one.kind === "circle") ctx.arc(one.x, one.y, one.r, 0, 2 * Math.PI);
    else { one.points.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y))); ctx.closePath(); }
    if (one.kind !== "line") ctx.fill();
    if (one.width) ctx.stroke();
  }
  kg.picturePng = () => {
    const { wide, high, items } = scene();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [wide * 2, high * 2];
    const ctx = canvas.getContext("2d");
    ctx.scale(2, 2);
    ctx.lineJoin = "round";
    ctx.fillStyle = kg.palette.ground;
    ctx.fillRect(0, 0, wide, high);
    for (const one of items) paint(ctx, one);
    return canvas;
  };
  kg.savePng = () => kg.picturePng().toBlob((blob) => kg.save(blob, "network.png"));
})();
