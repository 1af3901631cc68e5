"""Texts that would run something if a page took them for more than text: markup, handlers, addresses, endings."""

from __future__ import annotations

import json
from pathlib import Path

RUN = "window.hacked=1"
_TAGS = (
    "img",
    "svg",
    "body",
    "input",
    "details",
    "video",
    "audio",
    "iframe",
    "object",
    "marquee",
    "select",
    "textarea",
)
_HANDLERS = ("onerror", "onload", "onfocus", "ontoggle", "onmouseover", "onanimationstart", "onbegin", "onpageshow")
_OPENINGS = ("", '">', "'>", "</script>", "</style>", "-->", "</title>", "]]>", "</textarea>", "`>")
_OTHERS = Path(__file__).with_suffix(".jsonl")  # one JSON string a line; RUN stands for what is to be run


def vectors() -> list[str]:
    """More than two hundred of them, each once."""
    handlers = [
        f"{_OPENINGS[(i + j) % len(_OPENINGS)]}<{tag} src=x {handler}={RUN} autofocus open>"
        for i, tag in enumerate(_TAGS)
        for j, handler in enumerate(_HANDLERS)
    ]
    openings = [f"{opening}<svg/onload={RUN}>" for opening in _OPENINGS]
    quoted = [
        f"x{q}onclick={q}{RUN}{q} style={q}x:expression({RUN}){q} a={q}" for q in ("'", '"', "`", "&quot;", "&#39;")
    ]
    made = [json.loads(line).replace("RUN", RUN) for line in _OTHERS.read_text(encoding="utf-8").splitlines()]
    made.append("长" * 3000)
    every = [text.replace("<", lt) for lt in ("\uff1c", "%3C", "\u00bc") for text in openings]
    return list(dict.fromkeys([*handlers, *openings, *quoted, *made, *every]))
