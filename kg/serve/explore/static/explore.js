// What makes pages handier where scripts run: suggestions under search boxes, filters that apply by themselves, the
// theme, and quotes that light up together. Every page works without.
"use strict";

function suggestions(input) {
  const list = document.createElement("ul");
  const id = `suggest-${document.querySelectorAll(".suggest").length}`;
  const fills = "fill" in input.dataset;
  list.className = "suggest";
  list.id = id;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label") || input.name);
  const frame = document.createElement("span");
  frame.className = "suggesting";
  input.before(frame);
  frame.append(input, list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false" })) input.setAttribute(name, value);
  let rows = [], at = -1, asked = 0, timer = 0;

  const close = () => { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const choose = (row) => {
    if (fills) { input.value = row.name; close(); } else location.href = row.href;
  };
  const mark = (place) => {
    at = place;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    if (at >= 0) { input.setAttribute("aria-activedescendant", `${id}-${at}`); list.children[at].scrollIntoView({ block: "nearest" }); } else input.removeAttribute("aria-activedescendant");
  };
  const show = () => {
    list.replaceChildren(...rows.map((row, i) => {
      const item = document.createElement("li");
      item.id = `${id}-${i}`;
      item.setAttribute("role", "option");
      const dot = document.createElement("span");
      dot.className = `mark t-${row.type}`;
      const name = document.createElement("bdi");
      name.textContent = row.name;
      item.append(dot, name);
      if (row.other) { const other = document.createElement("small"); other.textContent = row.other; item.append(other); }
      const kind = document.createElement("small");
      kind.className = "kind";
      kind.textContent = row.label;
      item.append(kind);
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(row); });
      return item;
    }));
    list.hidden = !rows.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(-1);
  };
  const ask = async () => {
    const typed = input.value.trim(), mine = ++asked;
    if (!typed) { rows = []; return close(); }
    try {
      const answer = await fetch(`/suggest?q=${encodeURIComponent(typed)}`);
      const found = answer.ok ? await answer.json() : [];
      if (mine === asked && document.activeElement === input) { rows = found; show(); }
    } catch { close(); }
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 70); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") return close();
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      // Round through the rows and the box itself, which is place -1.
      const round = rows.length + 1, next = (at + 1 + (event.key === "ArrowDown" ? 1 : round - 1)) % round;
      mark(next - 1);
    } else if (event.key === "Enter" && at >= 0) { event.preventDefault(); choose(rows[at]); }
  });
}

function theme(button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    document.cookie = `kg-theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
  });
}

function reading(frame) {
  const pieces = [...frame.querySelectorAll("[data-quotes]")];
  const lit = (quote) => pieces.forEach((piece) => piece.classList.toggle("lit", quote !== null && piece.dataset.quotes.split(" ").includes(quote)));
  for (const said of frame.querySelectorAll("[data-quote]")) {
    said.addEventListener("pointerenter", () => lit(said.dataset.quote));
    said.addEventListener("pointerleave", () => lit(null));
    said.addEventListener("focusin", () => lit(said.dataset.quote));
    said.addEventListener("focusout", () => lit(null));
  }
}

for (const here of document.querySelectorAll("nav [aria-current]")) {
  const frame = here.closest("nav");
  frame.scrollLeft = Math.max(0, here.offsetLeft - frame.offsetLeft - (frame.clientWidth - here.offsetWidth) / 2);
}
document.querySelectorAll("[data-suggest]").forEach(suggestions);
document.querySelectorAll("[data-theme-switch]").forEach(theme);
document.querySelectorAll(".reading").forEach(reading);
for (const select of document.querySelectorAll("select[data-submit]")) select.addEventListener("change", () => select.form.requestSubmit());
document.addEventListener("keydown", (event) => {
  const box = document.querySelector("[data-suggest]");
  if (event.key === "/" && box && !event.ctrlKey && !event.metaKey && !event.target.closest("input, textarea, select, [contenteditable], .yasgui")) { event.preventDefault(); box.focus(); }
});
