"""Short forms that the text itself declares: 以下简称“…”, 又称, 更名为."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.errors import TableError
from kg.lang import normal_name
from kg.model import Mention, Span
from kg.tables import language, read_rows

_OPEN, _CLOSE = "“\"‘'「『《〈", "”\"’'」』》〉"
_QUOTED = rf"[{_OPEN}]{{1,2}}(?P<quoted>[^{_OPEN}{_CLOSE}，。；！？]{{1,24}})[{_CLOSE}]"
_BARE = rf"(?P<bare>[^{_OPEN}{_CLOSE}，。；、！？：:,;()（）]{{2,16}})(?=[)）,，。；;、])"
_TOGETHER = re.compile(r"\s{0,2}(?:[、和与及同跟]|以及)?\s{0,2}")


@dataclass(frozen=True, slots=True)
class Declared:
    """`short` (in its place in the text) stands for the things of `mentions` (their indices; several for 统称)."""

    short: Span
    name: str
    mentions: tuple[int, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Template:
    """A row of `aliases.tsv`."""

    name: str
    pattern: re.Pattern[str]
    group: bool


@cache
def templates() -> tuple[Template, ...]:
    """The rows of `aliases.tsv`. Raises TableError: a kind that is none, a pattern that is no regular expression."""
    path = language("aliases.tsv")
    found = []
    for _, row in read_rows(path, ("name", "pattern", "kind", "example", "expects")):
        # Bounded white space: a declared form may break over a line, and the search stays linear.
        pattern = row["pattern"].replace(r"\s*", r"\s{0,2}")
        pattern = pattern.replace("«Q»", f"(?:{_QUOTED}|{_BARE})").replace("«S»", _QUOTED)
        if row["kind"] not in ("alias", "group"):
            raise TableError(f"{row.place}: kind {row['kind']!r}; expected alias or group")
        found.append(Template(row["name"], row.compiled("pattern", pattern), row["kind"] == "group"))
    return tuple(found)


def declared(text: str, mentions: Sequence[Mention]) -> Iterator[Declared]:
    """Yield every short form that stands declared right behind one of `mentions` (in text order)."""
    for index, mention in enumerate(mentions):
        start = mention.span.end
        while start < len(text) and text[start] in _CLOSE and start - mention.span.end < 2:
            start += 1
        # Every template asks for a bracket, a comma or a word of naming within the next few characters.
        if not any(sign in text[start : start + 14] for sign in "称名叫身（("):
            continue
        for template in templates():
            if match := template.pattern.match(text, start):
                yield from _read(text, mentions, index, match, template)
                break


def _read(
    text: str, mentions: Sequence[Mention], index: int, match: re.Match[str], template: Template
) -> Iterator[Declared]:
    key = "quoted" if match["quoted"] else "bare"
    name = match[key].strip()
    if not name or normal_name(name) == normal_name(mentions[index].name):
        return
    named = together(text, mentions, index) if template.group else (index,)
    if not template.group or len(named) > 1:
        yield Declared(Span(*match.span(key)), name, named, template.name)


def together(text: str, mentions: Sequence[Mention], last: int) -> tuple[int, ...]:
    """The mentions named together that end with `last` (A、B和C): their indices in text order, `last` alone if none."""
    first = last
    while first and _TOGETHER.fullmatch(text, mentions[first - 1].span.end, mentions[first].span.start):
        first -= 1
    return tuple(range(first, last + 1))
