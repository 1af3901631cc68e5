/* What is drawn over and under the engine's nodes and lines: communities, the veil over what is not selected, and
   labels of constant size, the foremost first, never one over another. */
(() => {
  const { network, nodes, lines, state, data } = kg;
  const body = network.body;
  const FONT = '"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",system-ui,sans-serif';
  const ROOM = 13000; // px² of canvas a label
  const FOREMOST = 30;
  kg.showCommunities = true;
  kg.labels = []; // boxes as last drawn: {id, x, y, w, h} in px of the canvas element

  const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;
  const widths = new Map();
  function width(ctx, text) {
    const key = ctx.font + text;
    if (!widths.has(key)) widths.set(key, ctx.measureText(text).width);
    return widths.get(key);
  }

  function hull(points) {
    points.sort((a, b) => a.x - b.x || a.y - b.y);
    const half = (list) => {
      const chain = [];
      for (const p of list) {
        while (chain.length > 1) {
          const [a, b] = chain.slice(-2);
          if ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) > 0) break;
          chain.pop();
        }
        chain.push(p);
      }
      return chain.slice(0, -1);
    };
    return half(points).concat(half(points.slice().reverse()));
  }

  /* Outlines of the communities that are drawn: kept until nodes move, appear or go. */
  let kept = null;
  kg.outlines = () => {
    if (kept && !kg.moving) return kept;
    const members = new Map();
    for (const id of body.nodeIndices) {
      const group = nodes[id].c;
      if (group < 0) continue;
      if (!members.has(group)) members.set(group, []);
      members.get(group).push({ x: body.nodes[id].x, y: body.nodes[id].y });
    }
    kept = [...members].filter(([, points]) => points.length > 3).map(([group, points]) => ({ group, edge: hull(points) }));
    return kept;
  };
  const forget = () => { kept = null; };
  kg.on("opened filter", forget);
  network.on("dragging", ({ nodes: held }) => { if (held.length) forget(); });
  network.on("stabilized", forget);
  kg.outlineWidth = () => 34 / Math.min(data.scale, 0.6);

  function drawCommunities(ctx) {
    ctx.lineJoin = "round";
    for (const { group, edge } of kg.outlines()) {
      ctx.beginPath();
      edge.forEach((p, i) => (i ? ctx.lineTo(p.x, p.y) : ctx.moveTo(p.x, p.y)));
      ctx.closePath();
      ctx.fillStyle = ctx.strokeStyle = kg.palette.tints[group % kg.palette.tints.length];
      ctx.lineWidth = kg.outlineWidth();
      ctx.fill();
      ctx.stroke();
    }
  }

  /* The selected node or line with its neighbours; null: nothing is selected, everything is equal. */
  kg.lit = lit;
  function lit() {
    if (state.path) return { nodes: new Set(state.path.nodes), lines: state.path.lines };
    if (state.node !== null) {
      const own = kg.near[state.node].filter((line) => kg.lineShown(line) && kg.open.has(kg.across(line, state.node)));
      return { nodes: new Set([state.node, ...own.map((line) => kg.across(line, state.node))]), lines: own };
    }
    if (state.line !== null) return { nodes: new Set([lines[state.line].f, lines[state.line].o]), lines: [state.line] };
    return null;
  }

  function drawVeil(ctx, chosen) {
    const a = network.DOMtoCanvas({ x: 0, y: 0 });
    const frame = network.canvas.frame.canvas;
    const b = network.DOMtoCanvas({ x: frame.clientWidth, y: frame.clientHeight });
    ctx.globalAlpha = 0.84;
    ctx.fillStyle = kg.palette.ground;
    ctx.fillRect(a.x, a.y, b.x - a.x, b.y - a.y);
    ctx.globalAlpha = 1;
    for (const line of chosen.lines) if (body.edges[line]) body.edges[line].draw(ctx);
    for (const id of chosen.nodes) if (body.nodes[id] && kg.nodeShown(id)) body.nodes[id].draw(ctx);
    for (const line of chosen.lines) if (body.edges[line] && body.edges[line].drawArrows) body.edges[line].drawArrows(ctx);
    const own = body.nodes[state.node];
    if (own) {
      ctx.beginPath();
      ctx.arc(own.x, own.y, own.options.size + 5 / body.view.scale, 0, 2 * Math.PI);
      ctx.lineWidth = 2.5 / body.view.scale;
      ctx.strokeStyle = kg.palette.accent;
      ctx.stroke();
    }
  }

  const hits = (taken, box) => taken.some((other) =>
    box.x < other.x + other.w && other.x < box.x + box.w && box.y < other.y + other.h && other.y < box.y + box.h);

  function* orderOf(chosen) {
    if (kg.hovered !== null && kg.hovered !== undefined) yield kg.hovered;
    if (chosen) {
      if (state.node !== null) yield state.node;
      yield* [...chosen.nodes].sort((a, b) => a - b);
      return;
    }
    yield* kg.ranked;
  }
  const rank = () => { kg.ranked = [...kg.open].sort((a, b) => a - b); };
  rank();
  kg.on("opened", rank);

  function places(x, y, r, w, h) {
    return [
      { x: x - w / 2, y: y + r + 3, w, h, align: "center" }, { x: x - w / 2, y: y - r - h - 3, w, h, align: "center" },
      { x: x + r + 4, y: y - h / 2, w, h, align: "left" }, { x: x - r - w - 4, y: y - h / 2, w, h, align: "right" },
    ];
  }

  function drawLabels(ctx, chosen) {
    const { scale, translation } = body.view;
    const frame = network.canvas.frame.canvas;
    const boxes = [];
    const discs = [];
    const seen = new Set();
    const ground = kg.palette.ground;
    const ink = kg.palette.ink;
    const at = (id) => ({ x: body.nodes[id].x * scale + translation.x, y: body.nodes[id].y * scale + translation.y });
    for (const id of kg.ranked.slice(0, 400)) if (body.nodes[id] && kg.nodeShown(id)) {
      const { x, y } = at(id);
      const r = body.nodes[id].options.size * scale;
      if (r > 3) discs.push({ x: x - r, y: y - r, w: 2 * r, h: 2 * r, id });
    }
    const most = Math.max(FOREMOST, frame.clientWidth * frame.clientHeight / ROOM) + (chosen ? 40 : 0);
    const quiet = kg.palette.label;
    ctx.lineJoin = "round";
    ctx.textBaseline = "middle";
    for (const id of orderOf(chosen)) {
      if (boxes.length >= most) break;
      if (seen.has(id) || !body.nodes[id] || !kg.nodeShown(id)) continue;
      seen.add(id);
      const { x, y } = at(id);
      if (x < -80 || y < -40 || x > frame.clientWidth + 80 || y > frame.clientHeight + 40) continue;
      const r = body.nodes[id].options.size * scale;
      const forced = id === kg.hovered || (chosen && chosen.nodes.has(id));
      const lesser = !forced && id >= FOREMOST;
      if (lesser && r < 2.4) continue;
      const size = id < 8 || id === state.node ? 14.5 : id < FOREMOST ? 13 : 11.5;
      ctx.font = (id < 8 || id === state.node || id === kg.hovered ? "600 " : "") + size + "px " + FONT;
      const rows = nodes[id].label.replace(/\n/g, "\u0000").replace(UNSEEN, (c) => (c === "\u0000" ? "\n" : "")).split("\n");
      const w = Math.max(...rows.map((row) => width(ctx, row)));
      const h = rows.length * size * 1.22;
      const box = places(x, y, r, w, h).find((place) => !hits(boxes, pad(place, lesser ? 9 : 2)) &&
        (!lesser || !hits(discs.filter((disc) => disc.id !== id), place)));
      if (!box) continue;
      const shown = { ...pad(box, 2), id, rows, size, align: box.align, bold: ctx.font.startsWith("600") || ctx.font.startsWith("bold"), ink: lesser ? quiet : ink };
      boxes.push(shown);
      text(ctx, rows, box, size, ground, shown.ink);
    }
    kg.labels = boxes;
    drawPredicates(ctx, chosen, boxes, at, ground);
  }
  const pad = ({ x, y, w, h }, by) => ({ x: x - by, y: y - by / 2, w: w + 2 * by, h: h + by });

  function text(ctx, rows, box, size, ground, ink) {
    ctx.textAlign = box.align;
    const x = box.align === "center" ? box.x + box.w / 2 : box.align === "left" ? box.x : box.x + box.w;
    rows.forEach((row, i) => {
      const y = box.y + (i + 0.5) * size * 1.22;
      ctx.lineWidth = 3.5;
      ctx.strokeStyle = ground;
      ctx.strokeText(row, x, y);
      ctx.fillStyle = ink;
      ctx.fillText(row, x, y);
    });
  }

  /* What a line says in a few words: predicates, how many facts, how many independent articles. */
  kg.lineLabel = (line) => {
    const names = [...new Set(line.p.map(([predicate]) => kg.predicateName(predicate)))];
    const said = line.p.flatMap(([, , evidence]) => evidence);
    const articles = kg.independent(said);
    return kg.listed(names.slice(0, 2)) + (names.length > 2 ? "…" : "") +
      (line.p.length > 1 ? " ×" + line.p.length : "") + (articles > 1 ? " · " + kg.t("n_articles", { n: articles }) : "");
  };

  /* Predicates at the middle of lines: for the selection and the line pointed at; all of them where few are drawn. */
  function drawPredicates(ctx, chosen, boxes, at, ground) {
    const few = lines.length <= 90 && body.view.scale > 0.55;
    const wanted = chosen ? chosen.lines : few ? lines.keys() : [];
    const all = kg.hoveredLine === null || kg.hoveredLine === undefined ? [...wanted] : [kg.hoveredLine, ...wanted];
    ctx.font = "11px " + FONT;
    ctx.textAlign = "center";
    for (const id of all.slice(0, 120)) {
      const line = lines[id];
      if (!kg.lineShown(id) || !body.nodes[line.f] || !body.nodes[line.o] || line.f === line.o) continue;
      const [a, b] = [at(line.f), at(line.o)];
      const label = kg.lineLabel(line);
      const w = width(ctx, label) + 10;
      if (Math.hypot(a.x - b.x, a.y - b.y) < w * 0.9 && id !== kg.hoveredLine) continue;
      const asked = [kg.hoveredLine, state.line].includes(id);
      const middle = { x: (a.x + b.x) / 2 - w / 2, y: (a.y + b.y) / 2 - 8.5, w, h: 17 };
      // The one that is asked for stands beside its line rather than on a name.
      const spots = asked ? [0, -24, 24, -48, 48].flatMap((dy) => [0, w, -w].map((dx) => ({ ...middle, x: middle.x + dx, y: middle.y + dy }))) : [middle];
      const box = spots.find((spot) => !hits(boxes, spot)) || (asked ? middle : null);
      if (!box) continue;
      boxes.push({ ...box, line: id });
      ctx.fillStyle = ground;
      ctx.globalAlpha = 0.9;
      ctx.beginPath();
      ctx.roundRect(box.x, box.y, w, 17, 8);
      ctx.fill();
      ctx.globalAlpha = 1;
      ctx.fillStyle = kg.palette.quiet;
      ctx.fillText(label, box.x + w / 2, box.y + 9);
    }
  }

  network.on("beforeDrawing", (ctx) => { if (kg.showCommunities && !lit()) drawCommunities(ctx); });
  network.on("afterDrawing", (ctx) => {
    const chosen = lit();
    ctx.save();
    if (chosen) drawVeil(ctx, chosen);
    const canvas = network.canvas.frame.canvas;
    const ratio = canvas.width / canvas.clientWidth || 1;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawLabels(ctx, chosen);
    ctx.restore();
  });
  for (const event of ["select", "language", "opened"]) kg.on(event, () => kg.redraw());
})();
