/* The state in the address, #node=…&hide=…: a link restores what was seen. Written without touching the history. */
(() => {
  const { state, data } = kg;
  kg.keep("lang", () => (state.lang === "zh" ? "" : state.lang), (text) => { state.lang = text === "en" ? "en" : "zh"; });
  kg.keep("theme", () => state.theme || "", (text) => { if (["light", "dark"].includes(text)) state.theme = text; });
  kg.keep("tab", () => (state.tab === data.tabs[0] ? "" : state.tab), () => {});

  let waiting = 0;
  function write() {
    clearTimeout(waiting);
    const parts = new URLSearchParams();
    for (const { name, write: tell } of kg.kept) { const text = String(tell()); if (text) parts.set(name, text); }
    try { history.replaceState(null, "", "#" + parts); } catch { /* a frame without an address of its own */ }
  }
  /* Sliders and typing come in bursts. */
  kg.remember = (now) => { if (now) write(); else { clearTimeout(waiting); waiting = setTimeout(write, 150); } };

  kg.recall = () => {
    const parts = new URLSearchParams(location.hash.slice(1));
    for (const { name, read } of kg.kept) if (parts.get(name)) read(parts.get(name));
    return parts.get("tab");
  };
  window.addEventListener("hashchange", () => location.reload());
})();
