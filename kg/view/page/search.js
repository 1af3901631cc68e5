/* The search box: suggestions by name and alias, whole beginnings first, the more important first. */
(() => {
  const { el, cards, nodes } = kg;
  const box = document.getElementById("search");
  const list = document.getElementById("found");
  const MOST = 12;
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s"'“”‘’「」『』《》〈〉·•・]/g, "");
  const names = cards.map((card) => [card.n, ...card.a].map(fold));
  let chosen = -1;
  let found = [];

  kg.search = (text) => {
    const wanted = fold(text);
    if (!wanted) return [];
    const scored = [];
    for (let id = 0; id < names.length; id += 1) {
      let best = 9;
      for (let i = 0; i < names[id].length && best > 0; i += 1) {
        const at = names[id][i].indexOf(wanted);
        if (at >= 0) best = Math.min(best, names[id][i] === wanted ? 0 : at === 0 ? (i ? 2 : 1) : i ? 4 : 3);
      }
      if (best < 9) scored.push([best, id]);
    }
    return scored.sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, MOST).map(([, id]) => id);
  };

  function suggest() {
    found = kg.search(box.value);
    chosen = found.length ? 0 : -1;
    const wanted = fold(box.value);
    list.replaceChildren(...found.map((id, i) => {
      const alias = names[id][0].includes(wanted) ? null : cards[id].a.find((name) => fold(name).includes(wanted));
      return el("li", { role: "option", id: "found-" + i, "aria-selected": String(i === chosen), on: { mousedown: (event) => { event.preventDefault(); take(i); } } },
        kg.icon(nodes[id].group), el("bdi", { text: cards[id].n }), alias ? el("small", { text: alias }) : null,
        el("small", { className: "kind", text: kg.typeName(nodes[id].group) }));
    }));
    if (!found.length && wanted) list.append(el("li", { className: "none", role: "option", "aria-disabled": "true", text: kg.t("no_match") }));
    open(Boolean(wanted));
    mark();
  }
  function open(yes) {
    list.hidden = !yes;
    box.setAttribute("aria-expanded", String(yes));
  }
  function mark() {
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === chosen)));
    if (chosen >= 0) box.setAttribute("aria-activedescendant", "found-" + chosen);
    else box.removeAttribute("aria-activedescendant");
    if (chosen >= 0) list.children[chosen].scrollIntoView({ block: "nearest" });
  }
  function take(i) {
    const id = found[i];
    if (id === undefined) return;
    open(false);
    box.value = cards[id].n.slice(0, 80);
    kg.tab("network");
    kg.uncover(id);
    kg.pick(id);
    kg.reveal(id);
  }
  /* A name that was searched for is shown even where the filters hide it. */
  kg.uncover = (id) => { if (!kg.nodeShown(id)) kg.reset(); };

  box.addEventListener("input", suggest);
  box.addEventListener("focus", () => { if (box.value) suggest(); });
  box.addEventListener("blur", () => open(false));
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) suggest();
      if (found.length) chosen = (chosen + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
      mark();
    } else if (event.key === "Enter" && !list.hidden) take(chosen);
    else if (event.key === "Escape") { open(false); box.value = ""; }
    event.stopPropagation();
  });
})();
