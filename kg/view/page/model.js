"use strict";
/* What the page knows: the data written by content.py, indices over it, the state, and the words.
   `kg` is the page's one global; every other script hangs its part on it. */
const kg = {};
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const all = data.drawn.nodes.concat(data.rest);
  kg.data = data;
  kg.nodes = all;
  kg.cards = data.cards;
  kg.lines = data.lines;
  kg.types = new Map(data.types.map(([type, zh, en, shape, light, dark]) => [type, { zh, en, shape, light, dark }]));

  // near[i]: the lines at node i.
  kg.near = all.map(() => []);
  kg.lines.forEach((line, i) => {
    kg.near[line.f].push(i);
    if (line.o !== line.f) kg.near[line.o].push(i);
  });
  kg.across = (line, node) => (kg.lines[line].f === node ? kg.lines[line].o : kg.lines[line].f);

  // Years at which something dated happened to a node.
  const DATE = /^(\d{4})(-\d{2})?(-\d{2})?$/;
  kg.years = kg.cards.map((card) =>
    card.v.map((value) => DATE.exec(value[1])).filter(Boolean).map((found) => Number(found[1])));

  kg.state = {
    node: null, line: null, tab: "network", theme: null, lang: "zh",
    types: new Set(), predicates: new Set(), // the hidden ones
    from: null, to: null, confidence: 0, article: -1, focus: null, steps: 0, path: null, picking: null,
  };

  const listeners = {};
  kg.on = (what, act) => { (listeners[what] = listeners[what] || []).push(act); };
  kg.emit = (what, value) => { for (const act of listeners[what] || []) act(value); };

  kg.t = (key, fill) => {
    const pair = data.words[key];
    let text = pair ? pair[kg.state.lang === "en" ? 1 : 0] : key;
    for (const name of Object.keys(fill || {})) text = text.replace("{" + name + "}", () => String(fill[name]));
    return text;
  };
  kg.typeName = (type) => (kg.types.get(type) || { zh: type, en: type })[kg.state.lang];
  kg.predicateName = (predicate, inverse) => {
    const names = data.predicates[predicate];
    return (names && (names[(inverse ? "inverse_" : "") + kg.state.lang] || names[kg.state.lang])) || predicate;
  };
  kg.color = (node) => (kg.types.get(kg.nodes[node].group) || {})[kg.dark() ? "dark" : "light"] || "#888888";
  kg.dark = () => (kg.state.theme
    ? kg.state.theme === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches);

  /* Amounts as people read them; everything else as it is. */
  kg.valueText = (predicate, value, unit) => {
    const number = Number(value);
    if (/Investment$/.test(predicate) && Number.isFinite(number)) {
      const sum = kg.state.lang === "zh"
        ? (number >= 1e8 ? trim(number / 1e8) + " 亿" : number >= 1e4 ? trim(number / 1e4) + " 万" : trim(number))
        : (number >= 1e9 ? trim(number / 1e9) + " bn" : number >= 1e6 ? trim(number / 1e6) + " m" : trim(number));
      return unit && unit !== "CNY" ? sum + " " + unit : sum + (kg.state.lang === "zh" ? "元" : " yuan");
    }
    if (predicate === "area" && Number.isFinite(number)) return trim(number) + (kg.state.lang === "zh" ? " 平方公里" : " km²");
    if (predicate === "status") return kg.t("status." + value) === "status." + value ? value : kg.t("status." + value);
    return value;
  };
  const trim = (number) => number.toLocaleString("en", { maximumFractionDigits: 4 });

  /* An element with text, attributes and children; text never becomes markup. */
  kg.el = (tag, options, ...children) => {
    const made = document.createElement(tag);
    for (const [key, value] of Object.entries(options || {})) {
      if (key === "text") made.textContent = value;
      else if (key === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
      else if (key in made && typeof value !== "string") made[key] = value;
      else made.setAttribute(key === "className" ? "class" : key, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  };

  /* The small picture of a type, as an SVG element: the same shape as on the canvas. */
  const SHAPES = {
    dot: ["circle", { cx: 8, cy: 8, r: 6 }], square: ["rect", { x: 2.5, y: 2.5, width: 11, height: 11 }],
    diamond: ["polygon", { points: "8,1 15,8 8,15 1,8" }], triangle: ["polygon", { points: "8,1.5 15,14 1,14" }],
    triangleDown: ["polygon", { points: "8,14.5 15,2 1,2" }],
    hexagon: ["polygon", { points: "4.5,2 11.5,2 15,8 11.5,14 4.5,14 1,8" }],
    star: ["polygon", { points: "8,.8 10.1,5.6 15.3,6.1 11.4,9.6 12.5,14.7 8,12 3.5,14.7 4.6,9.6 .7,6.1 5.9,5.6" }],
  };
  kg.icon = (type) => {
    const look = kg.types.get(type) || kg.types.get("Other");
    const [tag, places] = SHAPES[look.shape] || SHAPES.dot;
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const shape = document.createElementNS("http://www.w3.org/2000/svg", tag);
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    for (const [key, value] of Object.entries(places)) shape.setAttribute(key, value);
    shape.setAttribute("fill", look[kg.dark() ? "dark" : "light"]);
    svg.append(shape);
    return svg;
  };
  const OPEN = /^https?:\/\//i;
  kg.safeLink = (url) => {
    if (!OPEN.test(url)) return null;
    try { return ["http:", "https:"].includes(new URL(url).protocol) ? new URL(url).href : null; } catch { return null; }
  };
})();
