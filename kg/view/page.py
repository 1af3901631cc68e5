"""What the page holds -> HTML: pyvis keeps nodes, edges and options, our template puts them into one closed file."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from kg.view.content import Content
from kg.view.looks import looks, predicate_names, words
from kg.view.sources import LONE
from kg.vocabulary import INSTITUTION_TYPES, PREFIXES

PAGE = Path(__file__).parent / "page"
STYLES = ("tokens.css", "view.css")
SCRIPTS = ("model.js", "filters.js", "facts.js", "panel.js", "search.js")  # what every kind of page has
CANVAS = ("canvas.js", "marks.js", "keys.js", "picture.js")  # what only the network has
SHEETS = ("table.js", "timeline.js", "matrix.js", "map.js", "address.js", "start.js")
# kind -> its tabs, the first open
TABS = {
    "network": ("network", "table", "timeline", "matrix", "map"),
    "timeline": ("timeline", "table", "matrix", "map"),
    "matrix": ("matrix", "table", "timeline", "map"),
    "map-of-parks": ("map", "table", "timeline", "matrix"),
}

OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "layout": {"improvedLayout": False},
    "physics": {"enabled": False},
    "interaction": {"hover": True, "keyboard": False, "selectConnectedEdges": False, "tooltipDelay": 3600000},
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 1.5, "shape": "dot", "labelHighlightBold": False},
    "edges": {"smooth": False, "selectionWidth": 0, "hoverWidth": 0, "arrowStrikethrough": False},
}
# Beyond "<": "&" and ">" for readers that look at the page as XML, and the two line ends that old scripts stumble over.
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def embedded(data: object) -> str:
    r"""The data as JSON that may stand inside a script element whatever its strings hold.

    >>> embedded("</script>")
    '"\\u003c/script\\u003e"'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=False)
    return LONE.sub("\ufffd", re.sub("[<>&\u2028\u2029]", lambda m: _ESCAPES[m[0]], text))


@cache
def _engine() -> str:
    """vis-network as pyvis ships it, without the reference to a source map (which a browser might ask for)."""
    import pyvis

    folder = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2"
    code = (folder / "vis-network.min.js").read_text(encoding="utf-8")
    return code.split("\n//# sourceMappingURL")[0]


@cache
def _source(*names: str) -> str:
    return "\n".join((PAGE / name).read_text(encoding="utf-8") for name in names)


def content_hash(text: str) -> str:
    """The `'sha256-…'` by which a Content-Security-Policy allows exactly this inline text."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii") + "'"


def _drawn(content: Content) -> dict[str, Any]:
    """The part that opens, as a pyvis network; it carries the rest of the things nowhere."""
    from pyvis.network import Network

    network = Network(directed=True)
    network.set_options(json.dumps(OPTIONS))
    for node in content.nodes:
        network.add_node(node["id"], **{k: v for k, v in node.items() if k != "id"})
    opened = len(content.nodes)
    for i, line in enumerate(content.lines):
        if line["o"] < opened and line["f"] != line["o"]:
            network.add_edge(line["f"], line["o"], id=i)
    return {
        "nodes": network.nodes,
        "edges": [{k: edge[k] for k in ("id", "from", "to")} for edge in network.edges],
        "options": network.options,
    }


def _data(content: Content, title: str) -> dict[str, Any]:
    """What `page/model.js` reads."""
    sources = content.sources
    drawn = {"drawn": _drawn(content), "scale": content.scale} if content.kind == "network" else {}
    return drawn | {
        "title": title,
        "tabs": TABS[content.kind],
        "cards": content.cards,
        "lines": content.lines,
        "facts": content.facts,
        "articles": sources.articles.all,
        "sentences": sources.sentences.all,
        "rules": sources.rules.all,
        "modalities": sources.modalities.all,
        "readings": content.readings,
        "places": content.places,
        "parties": ("Park", "Region", *INSTITUTION_TYPES),
        "types": [[x.type, x.zh, x.en, x.shape, x.light, x.dark] for x in looks().values()],
        "predicates": predicate_names(),
        "prefixes": {name: PREFIXES[name] for name in ("rdf", "prov", "rc")},
        "words": words(),
    }


def colours() -> str:
    """The fills of all types as CSS: `--type-Park` on each ground, and the class `type-Park` that takes it."""
    light, dark = (
        "".join(f"--type-{look.type}:{getattr(look, ground)};" for look in looks().values())
        for ground in ("light", "dark")
    )
    classes = "".join(f".type-{name}{{fill:var(--type-{name})}}" for name in looks())
    return (
        f":root{{{light}}}@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}"
        f":root[data-theme=dark]{{{dark}}}{classes}\n"
    )


def render(content: Content, title: str) -> str:
    """The whole page. Deterministic; every script and style is allowed by its hash, everything else forbidden."""
    from jinja2 import Environment
    from markupsafe import Markup

    canvas = content.kind == "network"
    title = LONE.sub("\ufffd", title)
    style = _source(STYLES[0]) + colours() + _source(*STYLES[1:])
    engine = _engine() if canvas else ""
    script = _source(*SCRIPTS, *(CANVAS if canvas else ()), *SHEETS)
    scripts = " ".join(content_hash(text) for text in (engine, script) if text)
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            f"style-src {content_hash(style)}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    template = Environment(autoescape=True, keep_trailing_newline=True).from_string(_source("template.html"))
    return template.render(
        title=title,
        tabs=TABS[content.kind],
        policy=policy,
        style=Markup(style),
        engine=Markup(engine),
        script=Markup(script),
        data=Markup(embedded(_data(content, title))),
    )
