"""The text of a page -> the article's text: a table of steps, each of which only takes away or moves whole lines."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.lang import aligned
from kg.read.furniture import drop_furniture, drop_page_turns
from kg.read.lines import join_lines
from kg.read.spaces import close_spread, mend_spaces

Step = Callable[[str], str]

_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# Byte order marks, zero-width and direction marks, soft hyphens, control characters: nobody sees them, names break.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe]"
)
# The reading that some sites put behind a character: 經(jīng)濟.
_READING = re.compile(r"(?<=[\u3400-\u9fff])\([a-zü]{0,5}[āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ][a-zü]{0,4}\)")
_READINGS = 3
_HEADLINES = 3
_SHORTEST_HEADLINE = 6


def plain_lines(text: str) -> str:
    """One kind of line end; no invisible characters, no borders of table cells."""
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    return "\n".join(_without_edges(line) for line in text.split("\n"))


def _without_edges(line: str) -> str:
    """What a conversion of a page leaves at the edges of lines goes: cells of a table, unreadable indents (????)."""
    if line.rstrip().endswith("|"):
        line = line.rstrip("| \t")
    if line.lstrip().startswith(("|", "??")):
        line = line.lstrip("|? \t")
    return line


def drop_readings(text: str) -> str:
    """Drop the pinyin behind characters, where there is more of it than chance."""
    return _READING.sub("", text) if len(_READING.findall(text)) >= _READINGS else text


def drop_repeats(text: str) -> str:
    """Drop the headline where it stands again: at the head of every further page and column."""
    heads: list[str] = []
    kept = []
    for line, copy in zip(text.split("\n"), aligned(text).split("\n"), strict=True):
        name = "".join(copy.split())
        if name in heads and len(name) >= _SHORTEST_HEADLINE:
            continue
        if name and len(heads) < _HEADLINES and not name.endswith(("。", "!", "?", ";")):
            heads.append(name)
        kept.append(line)
    return "\n".join(kept)


def tidy_ends(text: str) -> str:
    """No white space at the ends of lines, no empty lines."""
    return "\n".join(line for raw in text.split("\n") if (line := raw.strip()))


STEPS: tuple[tuple[str, Step, str], ...] = (
    ("plain_lines", plain_lines, "everything after it sees lines"),
    ("drop_readings", drop_readings, "before anything looks at words"),
    ("drop_page_turns", drop_page_turns, "before furniture: a line may hold nothing else"),
    ("close_spread", close_spread, "a spread-out line is wider than its column, and furniture may be spread out too"),
    ("drop_furniture", drop_furniture, "before joining: it stands in the middle of sentences"),
    ("drop_repeats", drop_repeats, "likewise"),
    ("join_lines", join_lines, "before spaces: only a whole paragraph shows whether it is prose"),
    ("mend_spaces", mend_spaces, "on whole words"),
    ("tidy_ends", tidy_ends, "paragraphs are lines"),
)


def clean(text: str) -> str:
    """The article's text as every offset refers to it: paragraphs separated by one line end.

    What is dropped is dropped as whole lines; no character is converted, that is done on aligned copies. Cleaning a
    clean text changes nothing: the steps run until nothing is left to do (each takes away characters or line ends,
    so there is an end; twice is the rule).
    """
    while (after := _once(text)) != text:
        text = after
    return text


def _once(text: str) -> str:
    for _, step, _ in STEPS:
        text = step(text)
    return text
