"""Names that share a part, restored: 江津区、永川区生态环境局 are two bureaus, 重庆市委市政府 two bodies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache

from kg.detect.gazetteer import gazetteer
from kg.model import Mention, Span, Value
from kg.tables import language, read_rows
from kg.vocabulary import INSTITUTION_TYPES

_CONFIDENCE = 0.9
_LINK = re.compile(r"[、和与及]|以及")
_SHORTEST = 3  # characters of a shared part
_LEVELS = "省市区县州盟旗镇乡"
# between the last place and the shared part: 三地, 四市, 两省
_TOGETHER = re.compile(r"(?:[两二三四五六七八九十]+(?P<level>[地省市区县]|区县|省市))?")
_PROVINCE = re.compile(r"(?:省|自治区|^(?:北京|天津|上海|重庆)市)$")
_COMMITTEE = re.compile(r"(?P<party>委)(?P<joint>[、和与]?)(?P<government>[省市区县州]?(?:人民)?政府)")


@cache
def bodies() -> dict[str, str]:
    """The parts that several places may share, and what the whole is."""
    return {row.filled("body"): row["type"] for _, row in read_rows(language("shared_parts.tsv"), ("body", "type"))}


@cache
def _body() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, bodies()), key=lambda body: (-len(body), body))))


def find_parts(text: str, copy: str) -> Iterator[Mention]:
    """A mention for each name of a group that shares a part; `value` restores the name where it is not the surface."""
    chain: list[Span] = []
    for place in _places(copy):
        if not chain or not _LINK.fullmatch(copy, chain[-1].end, place.start):
            chain = []
        chain.append(place)
        yield from _committee(text, copy, place)
        if len(chain) > 1:
            yield from _shared(text, copy, chain)


def share(text: str, copy: str, found: Iterable[Mention]) -> Iterator[Mention]:
    """The same mentions, those shared by several places taken apart (宜宾市、昭通两市生产力促进中心).

    Taken apart is a name that begins with the last place of a list and says after it how many there are.
    """
    places = _places(copy)
    starting, ending = {place.start: place for place in places}, {place.end: place for place in places}
    for mention in found:
        parts = list(_taken_apart(text, copy, mention, starting, ending)) if mention.kind in INSTITUTION_TYPES else []
        yield from parts or [mention]


def _taken_apart(
    text: str, copy: str, mention: Mention, starting: dict[int, Span], ending: dict[int, Span]
) -> Iterator[Mention]:
    last = starting.get(mention.span.start)
    last = last if last and last.end < mention.span.end else None
    together = _TOGETHER.match(copy, last.end) if last else None
    if not last or not together or not together.group() or mention.span.end - together.end() < _SHORTEST:
        return
    rest = copy[together.end() : mention.span.end]
    level = together["level"] if together["level"] in _LEVELS else ""
    place: Span | None = last
    while place:
        name = copy[place.start : place.end]
        value = Value(name + ("" if name[-1] in _LEVELS else level) + rest)
        yield replace(
            mention, span=place, surface=text[place.start : place.end], rule="shared-part", value=value, marks=()
        )
        place = ending.get(place.start - 1) if _LINK.fullmatch(copy, place.start - 1, place.start) else None


@lru_cache(maxsize=1)  # asked for twice of each article
def _places(copy: str) -> tuple[Span, ...]:
    """Known places; one that stands right before another belongs to its name (泸州市江阳区)."""
    return tuple(_joined(copy))


def _joined(copy: str) -> Iterator[Span]:
    last: Span | None = None
    for start, end, entry in gazetteer().find(copy):
        if entry.kind != "Region":
            continue
        if last and last.end == start:
            last = Span(last.start, end)
            continue
        if last:
            yield last
        last = Span(start, end)
    if last:
        yield last


def _shared(text: str, copy: str, chain: list[Span]) -> Iterator[Mention]:
    together = _TOGETHER.match(copy, chain[-1].end)
    body = _body().match(copy, together.end() if together else chain[-1].end)
    if not body:
        return
    level = (together["level"] or "") if together else ""
    level = level if len(level) == 1 and level in _LEVELS else ""
    kind = bodies()[body.group()]
    sharing = [
        place for place in chain if _equals(copy[place.start : place.end], copy[chain[-1].start : chain[-1].end])
    ]
    for place in sharing if len(sharing) > 1 else ():
        name = copy[place.start : place.end]
        whole = name + ("" if name[-1] in _LEVELS or not level else level) + body.group()
        direct = place is chain[-1] and body.start() == place.end
        span = Span(place.start, body.end()) if direct else place
        value = None if direct else Value(whole)
        yield Mention(span, text[span.start : span.end], kind, "shared-part", value, _CONFIDENCE)


def _equals(place: str, last: str) -> bool:
    """False for a place that shares no body with the last of its list, being called otherwise or of another level.

    >>> _equals("黑河市", "哈尔滨"), _equals("拉萨市", "西藏自治区")
    (False, False)
    >>> _equals("重庆市", "四川省"), _equals("武汉", "南昌市")
    (True, True)
    """
    if _PROVINCE.search(last):
        return bool(_PROVINCE.search(place)) or place[-1] not in _LEVELS
    return place[-1] not in _LEVELS or last[-1] in _LEVELS


def _committee(text: str, copy: str, place: Span) -> Iterator[Mention]:
    pair = _COMMITTEE.match(copy, place.end)
    if not pair or copy[place.end - 1] not in _LEVELS:
        return
    name = copy[place.start : place.end]
    if pair["government"][0] in _LEVELS and pair["government"][0] != name[-1]:
        return
    if not pair["joint"] and pair["government"][0] not in _LEVELS:
        return
    government = pair["government"].lstrip(_LEVELS)
    for span, value in (
        (Span(place.start, pair.end("party")), None),
        (Span(*pair.span("government")), Value(name + government)),
    ):
        yield Mention(span, text[span.start : span.end], "Government", "party-government", value, _CONFIDENCE)
