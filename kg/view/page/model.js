"use strict";
/* What the page knows: the data written by content.py, indices over it, the state, and the words.
   `kg` is the page's one global; every other script hangs its part on it. */
const kg = {};
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { cards, lines } = data;
  Object.assign(kg, { data, cards, lines });
  kg.types = new Map(data.types.map(([type, zh, en, shape, light, dark]) => [type, { zh, en, shape, light, dark }]));

  // near[i]: the lines at thing i.
  kg.near = cards.map(() => []);
  lines.forEach((line, i) => {
    kg.near[line.f].push(i);
    if (line.o !== line.f) kg.near[line.o].push(i);
  });
  kg.across = (line, id) => (lines[line].f === id ? lines[line].o : lines[line].f);
  kg.around = (id) => kg.near[id].map((line) => kg.across(line, id));

  const DATE = /^(\d{4})(-\d{2})?(-\d{2})?$/;
  kg.yearOf = (predicate, value) => (/On$/.test(predicate) && DATE.test(value) ? Number(value.slice(0, 4)) : null);
  // Years at which something dated happened to a thing.
  kg.years = cards.map((card) => card.v.map(([predicate, value]) => kg.yearOf(predicate, value)).filter((year) => year !== null));

  kg.state = {
    node: null, line: null, pair: null, tab: data.tabs[0], theme: null, lang: "zh",
    types: new Set(), predicates: new Set(), // the hidden ones
    from: null, to: null, confidence: 0, article: -1, focus: null, centre: null, steps: 0, path: null, picking: null,
  };

  const listeners = {};
  kg.on = (what, act) => { for (const one of what.split(" ")) (listeners[one] = listeners[one] || []).push(act); };
  kg.emit = (what, value) => { for (const act of listeners[what] || []) act(value); };

  /* Parts of the state that the address holds: a name, what to write (nothing: empty), how to read it. */
  kg.kept = [];
  kg.keep = (name, write, read) => kg.kept.push({ name, write, read });

  // What only the network has; the other kinds of page do without.
  kg.open = new Set(cards.keys());
  for (const idle of ["expand", "reveal", "unhide", "fit", "zoom", "redraw"]) kg[idle] = () => {};

  const english = () => kg.state.lang === "en";
  kg.t = (key, fill) => {
    const pair = Object.hasOwn(data.words, key) ? data.words[key] : null;
    let text = pair ? pair[english() ? 1 : 0] : key;
    for (const name of Object.keys(fill || {})) text = text.replace("{" + name + "}", () => String(fill[name]));
    return text;
  };
  kg.typeName = (type) => (kg.types.get(type) || { zh: type, en: type })[kg.state.lang];
  const term = (predicate) => (Object.hasOwn(data.predicates, predicate) ? data.predicates[predicate] : null);
  kg.predicateName = (predicate, inverse) => {
    const names = term(predicate);
    return (names && (names[(inverse ? "inverse_" : "") + kg.state.lang] || names[kg.state.lang])) || predicate;
  };
  kg.lineStyle = (predicate) => { const found = term(predicate); return !found || found.style === "-" ? "attend" : found.style; };
  kg.lane = (predicate) => (term(predicate) || {}).lane || "";
  kg.dark = () => (kg.state.theme
    ? kg.state.theme === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches);
  kg.color = (type) => (kg.types.get(type) || kg.types.get("Other"))[kg.dark() ? "dark" : "light"];
  const comma = () => (english() ? ", " : "、");
  kg.listed = (names) => names.join(comma());

  /* Amounts as people read them; everything else as it is. */
  kg.valueText = (predicate, value, unit) => {
    const number = Number(value);
    if (/Investment$/.test(predicate) && Number.isFinite(number)) {
      const sum = english()
        ? (number >= 1e9 ? trim(number / 1e9) + " bn" : number >= 1e6 ? trim(number / 1e6) + " m" : trim(number))
        : (number >= 1e8 ? trim(number / 1e8) + " 亿" : number >= 1e4 ? trim(number / 1e4) + " 万" : trim(number));
      return unit && unit !== "CNY" ? sum + " " + unit : sum + (english() ? " yuan" : "元");
    }
    if (predicate === "area" && Number.isFinite(number)) return trim(number) + (english() ? " km²" : " 平方公里");
    if (predicate === "status") return kg.t("status." + value) === "status." + value ? value : kg.t("status." + value);
    return value;
  };
  const trim = (number) => number.toLocaleString("en", { maximumFractionDigits: 4 });

  /* Evidence: [sentence, start, length, article, confidence, modality, rule], numbers into the lists of `data`. */
  kg.quoteOf = ([sentence, start, length]) => data.sentences[sentence].slice(start, start + length);
  kg.modality = (one) => data.modalities[one[5]];
  kg.articleOf = (one) => {
    const [id, title, published, url] = data.articles[one[3]];
    return { id, title: title || id || kg.t("unknown_article"), published, url };
  };
  /* Articles that say it in words of their own: a sentence that another article has too was taken over from it. */
  kg.independent = (evidence) => {
    const said = new Set();
    const counted = new Set();
    for (const [sentence, , , article] of evidence) {
      if (!said.has(sentence)) counted.add(article);
      said.add(sentence);
    }
    return counted.size;
  };

  /* An element with text, attributes and children; text never becomes markup. */
  kg.el = (tag, options, ...children) => {
    const made = document.createElement(tag);
    for (const [key, value] of Object.entries(options || {})) {
      if (key === "text") made.textContent = value;
      else if (key === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
      else if (key === "className" || key === "hidden" || key === "value" || key === "checked" || key === "title") made[key] = value;
      else made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  };
  kg.button = (text, act, pressed) => kg.el("button", { className: "small", text, on: { click: act },
    ...(pressed === undefined ? {} : { "aria-pressed": String(pressed) }) });
  kg.choice = (label, options, value, act) => {
    const made = kg.el("select", { "aria-label": label, on: { change: () => act(made.value) } },
      ...options.map(([key, text]) => kg.el("option", { value: key, text })));
    made.value = value;
    return made;
  };
  kg.blank = (text) => kg.el("p", { className: "blank", text: text || kg.t("empty") });

  /* The small picture of a type, as an SVG element: the same shape as on the canvas, its colour by the style sheet. */
  kg.SHAPES = {
    dot: ["circle", { cx: 8, cy: 8, r: 6 }], square: ["rect", { x: 2.5, y: 2.5, width: 11, height: 11 }],
    diamond: ["polygon", { points: "8,1 15,8 8,15 1,8" }], triangle: ["polygon", { points: "8,1.5 15,14 1,14" }],
    triangleDown: ["polygon", { points: "8,14.5 15,2 1,2" }],
    hexagon: ["polygon", { points: "4.5,2 11.5,2 15,8 11.5,14 4.5,14 1,8" }],
    star: ["polygon", { points: "8,.8 10.1,5.6 15.3,6.1 11.4,9.6 12.5,14.7 8,12 3.5,14.7 4.6,9.6 .7,6.1 5.9,5.6" }],
  };
  kg.svg = (tag, attributes, ...children) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  kg.icon = (type) => {
    const known = kg.types.has(type) ? type : "Other";
    const [tag, places] = kg.SHAPES[kg.types.get(known).shape];
    return kg.svg("svg", { viewBox: "0 0 16 16", class: "icon type-" + known, "aria-hidden": "true" }, kg.svg(tag, places));
  };
  const OPEN = /^https?:\/\//i;
  kg.safeLink = (url) => {
    if (!OPEN.test(url)) return null;
    try { return ["http:", "https:"].includes(new URL(url).protocol) ? new URL(url).href : null; } catch { return null; }
  };
  /* A cell that begins like a formula is kept from being one. */
  const cell = (text) => '"' + (/^[=+\-@\t\r]/.test(text) ? "'" : "") + String(text).replace(/"/g, '""') + '"';
  kg.saveCsv = (rows, name) => kg.save(
    new Blob(["\ufeff" + rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n"], { type: "text/csv" }), name);
  kg.save = (blob, name) => {
    const address = URL.createObjectURL(blob);
    kg.el("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  };
})();
