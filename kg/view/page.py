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

PAGE = Path(__file__).parent / "page"
SCRIPTS = ("model.js", "filters.js", "canvas.js", "marks.js", "panel.js", "search.js", "tables.js", "start.js")

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
_LONE = re.compile("[\ud800-\udfff]")


def embedded(data: object) -> str:
    r"""The data as JSON that may stand inside a script element whatever its strings hold.

    >>> embedded("</script>")
    '"\\u003c/script\\u003e"'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=False)
    return _LONE.sub("\ufffd", re.sub("[<>&\u2028\u2029]", lambda m: _ESCAPES[m[0]], text))


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


def _network(content: Content) -> Any:
    """The part that opens as a pyvis network; it carries the rest of the nodes nowhere."""
    from pyvis.network import Network

    network = Network(directed=True)
    network.set_options(json.dumps(OPTIONS))
    for node in content.nodes[: content.opened]:
        network.add_node(node["id"], **{k: v for k, v in node.items() if k != "id"})
    for i, line in enumerate(content.lines):
        if line["o"] < content.opened and line["f"] != line["o"]:
            network.add_edge(line["f"], line["o"], id=i)
    return network


def render(content: Content, title: str) -> str:
    """The whole page. Deterministic; every script and style is allowed by its hash, everything else forbidden."""
    from jinja2 import Environment
    from markupsafe import Markup

    network = _network(content)
    drawn = {
        "nodes": network.nodes,
        "edges": [{k: edge[k] for k in ("id", "from", "to")} for edge in network.edges],
        "options": network.options,
    }
    data = {
        "title": title,
        "drawn": drawn,
        "scale": content.scale,
        "rest": content.nodes[content.opened :],
        "cards": content.cards,
        "lines": content.lines,
        "articles": content.articles,
        "quotes": content.quotes,
        "types": [[x.type, x.zh, x.en, x.shape, x.light, x.dark] for x in looks().values()],
        "predicates": predicate_names(),
        "words": words(),
    }
    style, engine, script = _source("view.css"), _engine(), _source(*SCRIPTS)
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {content_hash(engine)} {content_hash(script)}",
            f"style-src {content_hash(style)}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    template = Environment(autoescape=True, keep_trailing_newline=True).from_string(_source("template.html"))
    title = _LONE.sub("\ufffd", title)
    return template.render(
        title=title,
        policy=policy,
        style=Markup(style),
        engine=Markup(engine),
        script=Markup(script),
        data=Markup(embedded(data)),
    )
