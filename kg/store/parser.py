"""The database's parser, asked how far it gets with a text: nothing is ever run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from kg.vocabulary import PREFIXES

# No query holds NUL outside a text, so nothing that ends so is ever run. The parser tells where its longest guess at a
# keyword would have ended, not where it began: the blanks keep such a guess from looking like the end.
_END = "\n" + " " * 64 + "\n\x00"
TOKEN = re.compile(
    r'#[^\n]*|<[^<>"{}|^`\\\s]*>|"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|[?$]\w+|[\w.·-]*:[\w.·:%-]*|\w+|\S',
)
_LONGEST = 14  # letters of the longest keyword, ENCODE_FOR_URI
_PART = re.compile(r'"(?:[^"\\]|\\.)*"|\[[^\]]*\](?:\.\.=)?|[^,\[\]"]+')
_SIGNS = {
    '"?"': "a variable", '"$"': "a variable", '"<"': "an IRI", '":"': "an IRI", '"\'"': "a text", '"\\""': "a text",
    '"+"': "a number", '"a"': "a",
}  # fmt: skip
# Parts of what may stand there already, and what SPARQL 1.1 does not have.
_DROPPED = {"\"'''\"", '"\\"\\"\\""', '"."', '"-"', '"true"', '"false"', '"{|"', '"~"', '"<<("', '"<<"', '"$"'}
_NOT_HERE = {"SERVICE", "LATERAL", "VERSION", "TRIPLE", "ADJUST"}


@dataclass(frozen=True, slots=True)
class Stumble:
    """Where the parser stopped (both count from 1; the column may be too far by a keyword), and what it said."""

    line: int
    column: int
    words: str


@cache
def _parser() -> ox.Store:
    return ox.Store()


def stumble(text: str, *, update: bool = False) -> Stumble | None:
    """Where the parser stops before the text's end; None: it does not, though more may be missing there.

    Raises UnicodeEncodeError: half a surrogate pair.
    """
    parse = _parser().update if update else _parser().query
    try:
        parse(text + _END, prefixes=PREFIXES)
    except SyntaxError as error:
        words = str(error)
        place = re.match(r"error at (\d+):(\d+)", words)
        line, column = (int(place[1]), int(place[2])) if place else (1, 1)
        return None if place and line >= text.count("\n") + 3 else Stumble(line, column, words)
    raise AssertionError("the parser takes NUL for a part of a query")


def first_wrong(text: str) -> int:
    """Where the first word begins that no query can have there; the text's length where the end comes too soon."""
    tokens = [found.span() for found in TOKEN.finditer(text)]
    low, high = 0, len(tokens)
    while low < high:
        middle = (low + high) // 2
        if stumble(text[: tokens[middle][1]]):
            high = middle
        else:
            low = middle + 1
    return tokens[low][0] if low < len(tokens) else len(text.rstrip())


def expected(before: str) -> list[str]:
    """What may stand after this beginning of a query, in words: signs and kinds of terms, then keywords."""
    signs: dict[str, None] = {}
    keywords: set[str] = set()
    # The parser tells of a keyword of n letters only where n letters follow, and of a sign where none do.
    for length in range(_LONGEST + 1):
        try:
            _parser().query(before + "\x00" * length, prefixes=PREFIXES)
        except SyntaxError as error:
            said = str(error).partition(": expected ")[2].removeprefix("one of ")
            parts = [part.strip() for part in _PART.findall(" ".join(said.split()))]
            if not length:
                parts += ['"+"'] * ("['0'..='9']" in parts)
                signs = {_SIGNS.get(part, part.strip('"')): None for part in parts if part.startswith('"')
                         and part not in _DROPPED}  # fmt: skip
            keywords |= {part for part in parts if re.fullmatch("[A-Za-z_0-9]+", part) and len(part) == length}
    words = sorted(keywords - _NOT_HERE)
    return [*signs, *(words if len(words) <= 12 else ["a function"])]
