// The query editor: YASGUI over the endpoint of this server, with the query that the page was asked for in it.
"use strict";

(() => {
  const frame = document.getElementById("yasgui"), form = document.getElementById("plain"), Yasgui = window.Yasgui && (window.Yasgui.default || window.Yasgui);
  if (!frame || typeof Yasgui !== "function") return;
  const prefixes = {};
  for (const term of document.querySelectorAll("#prefixes dt")) prefixes[term.textContent.replace(/:$/, "")] = term.nextElementSibling.textContent;
  const endpoint = new URL(frame.dataset.endpoint, location.href).href;
  const query = document.getElementById("sparql").value;
  frame.hidden = false;
  const gui = new Yasgui(frame, {
    requestConfig: { endpoint, method: "POST" },
    endpointCatalogueOptions: { getData: () => [{ endpoint }] },
    copyEndpointOnNewTab: false,
    persistenceId: null,
    populateFromUrl: false,
    yasqe: { value: query, createShareableLink: (editor) => `${location.origin}/query?query=${encodeURIComponent(editor.getValue())}`, showQueryButton: true, autocompleters: ["variables"] },
    yasr: { prefixes },
  });
  const tab = gui.getTab();
  tab.setEndpoint(endpoint);
  tab.setQuery(query);
  frame.querySelector(".CodeMirror textarea").setAttribute("aria-label", frame.dataset.name);
  form.hidden = true;
  frame.dataset.ready = "yes";
  window.kgEditor = tab;
})();
