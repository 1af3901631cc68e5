"""A graph of facts -> the network page: choose the part, lay it out, write one file."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import UnknownNameError, UserError

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class ViewReport:
    """What a written page holds: entities in the file and drawn when it opens, lines drawn between pairs, facts
    (edges and values), articles quoted, size of the file in bytes."""

    path: Path
    nodes: int
    opened: int
    lines: int
    facts: int
    articles: int
    bytes: int


def write_network(
    graph: nx.MultiDiGraph,
    out: Path,
    *,
    title: str | None = None,
    focus: str | None = None,
    depth: int = 1,
    types: Sequence[str] = (),
    kind: str = "network",
) -> ViewReport:
    """Write the network as one HTML file that needs nothing else, neither beside it nor from the net.

    `graph`: node keys are IRIs, with `name`, `type`, `types`, `names`, `values` (a list of mappings `predicate`,
    `value`, `unit`, `quote`, `article`, `title`, `published`, …); edges have `predicate` and `evidence` (a list of
    mappings `quote`, `article`, `title`, `published`, `url`, `start`, `end`, `confidence`, `rule`, `modality`,
    and `sentence`, if the sentence around the quote is to be shown). All but the key may be missing.
    `focus`: an IRI or name; only what is within `depth` steps of it is shown. `types`: only entities of these types,
    and the focus. `kind`: what the page opens with, `network`, `timeline`, `matrix` (parties × parties) or
    `map-of-parks`; all but the network leave the picture of it out. `title`: else one that tells the kind.
    The same graph (in the same order) gives the same bytes.

    Raises UnknownNameError (`focus` is not there), UserError (unknown type or kind, negative depth, not writable).
    """
    page, counts = _page(graph, title, focus, depth, types, kind)
    data = page.encode("utf-8")
    try:
        out.write_bytes(data)
    except OSError as error:
        raise UserError(f"{out}: cannot be written ({error.strerror}); choose another place") from error
    return ViewReport(path=out, bytes=len(data), **counts)


def network_page(
    graph: nx.MultiDiGraph,
    *,
    title: str | None = None,
    focus: str | None = None,
    depth: int = 1,
    types: Sequence[str] = (),
    kind: str = "network",
) -> str:
    """The page that `write_network` writes, as text."""
    return _page(graph, title, focus, depth, types, kind)[0]


def notebook_frame(graph: nx.MultiDiGraph, *, height: int = 640, title: str | None = None) -> str:
    """The page in a sandboxed frame, for `_repr_html_`: it cannot touch the notebook around it. `height` in px."""
    from kg.view.looks import words

    page = html.escape(network_page(graph, title=title), quote=True)
    style = f"width:100%;height:{int(height)}px;border:1px solid #8884;border-radius:8px"
    name = html.escape(title or words()["title.network"][0], quote=True)
    return f'<iframe sandbox="allow-scripts allow-downloads" title="{name}" style="{style}" srcdoc="{page}"></iframe>'


def _page(
    graph: nx.MultiDiGraph, title: str | None, focus: str | None, depth: int, types: Sequence[str], kind: str
) -> tuple[str, dict[str, int]]:
    from kg.view.content import KINDS, content
    from kg.view.looks import words
    from kg.view.page import render

    if kind not in KINDS:
        raise UserError(f"unknown kind {kind!r} of page; use one of {', '.join(KINDS)}")
    data = content(chosen(graph, focus, depth, types), kind)
    counts = {
        "nodes": len(data.cards),
        "opened": len(data.nodes),
        "lines": len(data.lines),
        "facts": data.facts,
        "articles": len(data.sources.articles.all),
    }
    return render(data, title or words()[f"title.{kind}"][0]), counts


def chosen(graph: nx.MultiDiGraph, focus: str | None, depth: int, types: Sequence[str]) -> nx.MultiDiGraph:
    """The part of the graph that is asked for; the graph itself where nothing is."""
    import networkx as nx

    if depth < 0:
        raise UserError(f"depth {depth}: a number of steps is expected, 0 or more")
    centre = None if focus is None else _find(graph, focus)
    if types:
        _known(types)
        graph = graph.subgraph(
            [n for n, d in graph.nodes(data=True) if n == centre or {d.get("type"), *d.get("types", ())} & {*types}]
        )
    if centre is None:
        return graph
    around = nx.single_source_shortest_path_length(graph.to_undirected(as_view=True), centre, cutoff=depth)
    return graph.subgraph([node for node in graph if node in around])


def _known(types: Sequence[str]) -> None:
    from kg.vocabulary import ENTITY_TYPES

    for name in types:
        if name not in ENTITY_TYPES:
            raise UserError(f"unknown type {name!r}; use one of {', '.join(ENTITY_TYPES)}")


def _find(graph: nx.MultiDiGraph, focus: str) -> Any:
    """The node that bears this IRI or name (its own before another's alias)."""
    from kg.lang import normal_name

    if focus in graph:
        return focus
    wanted = normal_name(focus)
    names: dict[str, Any] = {}
    for key in ("name", "names"):
        for node, data in graph.nodes(data=True):
            own = data.get(key) or ()
            for name in [own] if isinstance(own, str) else own:
                names.setdefault(normal_name(name), node)
    if wanted in names:
        return names[wanted]
    from rapidfuzz.process import extract

    near = [graph.nodes[names[name]].get("name", name) for name, _, _ in extract(wanted, list(names), limit=5)]
    hint = f"; nearest: {', '.join(dict.fromkeys(near))}" if near else ""
    raise UnknownNameError(f"no entity is called {focus!r} in this network{hint}")
