"""Text -> sentences. A line is a paragraph; within it, end marks end sentences unless they are inside a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.model import Sentence, Span

# Longer runs without an end mark are cut: what comes after works sentence by sentence and must stay linear.
LONGEST = 2_000
HEADING_LENGTH = 60

_PARAGRAPH = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_END = re.compile(r"(?:[。｡！？；!?;]|…+|⋯+|\.{3,}|。{2,})(?:[。｡！？；!?;…⋯])*[”’」』】》〉）)\]]*")
_ENTITY = re.compile(r"&#?\w{1,8}$")
# After an end mark inside a quotation the sentence may go on: “快！”的口号, “行不行？”，他问.
_GOES_ON = re.compile(r"[，、,的）)》〉]")
_CLAUSE = re.compile(r"[，,、：:；;]")
_NO_HEADING = re.compile(r"[，、：:,；—]\s*$")
_CUT = re.compile(r"[，、,：:\s]")
# What encloses a name or an aside: closing mark, and how long the inside may be for an end mark in it not to count.
_PAIRS = {"《": ("》", 120), "〈": ("〉", 60), "（": ("）", 120), "(": (")", 120), "【": ("】", 60), "[": ("]", 60),
          "“": ("”", 40), "‘": ("’", 40), "「": ("」", 40), "『": ("』", 40)}  # fmt: skip
_OPEN = re.compile("[" + re.escape("".join(_PAIRS)) + "]")
# Half- and full-width brackets are mixed in print: either closes the other.
_OTHER = {"）": ")", ")": "）"}


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences and headings of `text` in order; every character but white space is in exactly one of them.

    A sentence never crosses a line end and never begins or ends with white space; one longer than `LONGEST` is cut.
    """
    sentences = []
    number = 0
    for paragraph in _PARAGRAPH.finditer(text):
        pieces = [_trimmed(text, start, end) for start, end in _pieces(text, *paragraph.span())]
        spans = [span for span in pieces if len(span)]
        heading = len(spans) == 1 and _is_heading(text[spans[0].start : spans[0].end])
        sentences += [Sentence(span, number, heading) for span in spans]
        number += bool(spans)
    return tuple(sentences)


def _trimmed(text: str, start: int, end: int) -> Span:
    """The span without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _is_heading(line: str) -> bool:
    if len(line) > HEADING_LENGTH or _NO_HEADING.search(line) or len(_CLAUSE.findall(line)) > 3:
        return False
    ends = list(_END.finditer(line))
    return not ends or ends[-1].end() != len(line)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    cuts = [start, *_cuts(text, start, end), end]
    for left, right in pairwise(cuts):
        while right - left > LONGEST:
            commas = [m.end() for m in _CUT.finditer(text, left + LONGEST // 2, left + LONGEST)]
            middle = commas[-1] if commas else left + LONGEST
            yield left, middle
            left = middle
        yield left, right


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    """Where sentences end inside a paragraph."""
    shield = _shields(text, start, end)
    inside = next(shield, None)
    counted, plain_quotes = start, 0
    for mark in _END.finditer(text, start, end):
        while inside and inside[1] <= mark.start():
            inside = next(shield, None)
        if inside and inside[0] < mark.start():
            continue
        cut = mark.end()
        plain_quotes += text.count('"', counted, cut)
        counted = cut
        if cut < end and text[cut] == '"' and plain_quotes % 2:
            cut += 1
        closed = cut > mark.start() + 1 and text[cut - 1] in '”’」』》）)"'
        if (closed and _GOES_ON.match(text, cut, end)) or _is_entity(text, mark, start):
            continue
        yield cut


def _is_entity(text: str, mark: re.Match[str], start: int) -> bool:
    return mark.group() == ";" and bool(_ENTITY.search(text, max(start, mark.start() - 10), mark.start()))


def _shields(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The outermost closed, short enclosures of a paragraph: no sentence ends within."""
    place = start
    while opening := _OPEN.search(text, place, end):
        mark = opening.group()
        closing, longest = _PAIRS[mark]
        limit = min(end, opening.end() + longest)
        found = [i for c in (closing, _OTHER.get(closing, closing)) if (i := text.find(c, opening.end(), limit)) >= 0]
        place = opening.end()
        if found:
            place = min(found) + 1
            yield opening.start(), place
