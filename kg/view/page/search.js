/* The search box: suggestions by name, alias and pinyin (whole or initials), whole beginnings first, the more
   important first. */
(() => {
  const { el, cards, data, state } = kg;
  const box = document.getElementById("search");
  const list = document.getElementById("found");
  const MOST = 12;
  const SLICE = 1500; // names read in one go, so that nothing else has to wait
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s"'“”‘’「」『』《》〈〉·•・]/g, "");
  const names = cards.map((card) => [card.n, ...card.a]);
  const folded = []; // folded[id]: its names as they are compared
  const spelled = []; // spelled[id]: for each name [initials, whole pinyin, where its syllables begin]

  const sound = new Map();
  for (const [syllable, characters] of Object.entries(data.readings.characters)) for (const one of characters) sound.set(one, syllable);
  const otherwise = new Map(Object.entries(data.readings.names));
  function spell(name) {
    const own = otherwise.has(name) ? otherwise.get(name).split(" ") : null;
    const parts = [];
    let i = 0;
    for (const one of name.slice(0, 60)) {
      if (sound.has(one)) { parts.push(own && i < own.length ? own[i] : sound.get(one)); i += 1; }
      else if (/[a-z0-9]/i.test(one)) parts.push(one.toLowerCase());
    }
    const starts = new Set();
    let at = 0;
    for (const part of parts) { starts.add(at); at += part.length; }
    return [parts.map((part) => part[0]).join(""), parts.join(""), starts];
  }
  function read(until) {
    for (let id = folded.length; id < Math.min(until, names.length); id += 1) {
      folded.push(names[id].map(fold));
      spelled.push(names[id].map(spell));
    }
  }
  function readOn() {
    if (folded.length >= names.length) return;
    read(folded.length + SLICE);
    setTimeout(readOn, 0);
  }
  kg.on("ready", () => setTimeout(readOn, 50));
  /* Names in the order of their pinyin: a key to sort by. */
  kg.sortKey = (id) => { read(id + 1); return spelled[id][0][1] + " " + folded[id][0]; };

  function byName(id, wanted) {
    let best = 9;
    folded[id].forEach((name, i) => {
      const at = name.indexOf(wanted);
      if (at >= 0) best = Math.min(best, name === wanted ? 0 : at === 0 ? (i ? 2 : 1) : i ? 4 : 3);
    });
    return best;
  }
  function byPinyin(id, wanted) {
    let best = 9;
    for (const [initials, whole, starts] of spelled[id]) {
      const first = initials.indexOf(wanted);
      if (first >= 0) best = Math.min(best, first === 0 ? 4 : 6);
      const at = whole.indexOf(wanted);
      if (at === 0) best = Math.min(best, 4);
      else if (at > 0) for (let i = at; i >= 0; i = whole.indexOf(wanted, i + 1)) if (starts.has(i)) { best = Math.min(best, 6); break; }
    }
    return best;
  }
  kg.search = (text) => {
    const wanted = fold(text);
    if (!wanted) return [];
    read(names.length);
    const latin = /^[a-z0-9]+$/.test(wanted);
    const scored = [];
    for (let id = 0; id < names.length; id += 1) {
      const found = byName(id, wanted);
      const best = latin && found > 4 ? Math.min(found, byPinyin(id, wanted)) : found;
      if (best < 9) scored.push(best * 1e7 + id);
    }
    return scored.sort((a, b) => a - b).slice(0, MOST).map((score) => score % 1e7);
  };

  let chosen = -1;
  let found = [];
  function suggest() {
    found = kg.search(box.value);
    chosen = found.length ? 0 : -1;
    const wanted = fold(box.value);
    list.replaceChildren(...found.map((id, i) => {
      const alias = folded[id][0].includes(wanted) ? -1 : folded[id].findIndex((name) => name.includes(wanted));
      return el("li", { role: "option", id: "found-" + i, "aria-selected": String(i === chosen), on: { mousedown: (event) => { event.preventDefault(); take(i); } } },
        kg.icon(cards[id].g), marked(cards[id].n, wanted), alias > 0 ? el("small", { text: names[id][alias] }) : null,
        el("small", { className: "kind", text: kg.typeName(cards[id].g) }));
    }));
    if (!found.length && wanted) list.append(el("li", { className: "none", role: "option", "aria-disabled": "true", "aria-selected": "false", text: kg.t("no_match") }));
    open(Boolean(wanted));
    mark();
  }
  function marked(name, wanted) {
    const at = name.toLowerCase().indexOf(wanted);
    return at < 0 ? el("bdi", { text: name }) : el("bdi", {}, name.slice(0, at), el("b", { text: name.slice(at, at + wanted.length) }), name.slice(at + wanted.length));
  }
  function open(yes) {
    list.hidden = !yes;
    box.setAttribute("aria-expanded", String(yes));
    if (!yes) box.removeAttribute("aria-activedescendant");
  }
  function mark() {
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === chosen)));
    if (chosen < 0) { box.removeAttribute("aria-activedescendant"); return; }
    box.setAttribute("aria-activedescendant", "found-" + chosen);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  }
  function take(i) {
    const id = found[i];
    if (id === undefined) return;
    open(false);
    box.value = cards[id].n.slice(0, 80);
    kg.uncover(id);
    if (state.picking !== null) { kg.pick(id); return; }
    kg.go(id);
  }

  box.addEventListener("input", suggest);
  box.addEventListener("focus", () => { if (box.value) { box.select(); suggest(); } });
  box.addEventListener("blur", () => open(false));
  box.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.isComposing) return; // an input method is choosing characters
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) suggest();
      if (found.length) chosen = (chosen + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
      mark();
    } else if (event.key === "Enter" && !list.hidden) take(chosen);
    else if (event.key === "Escape") { open(false); box.value = ""; }
  });
})();
