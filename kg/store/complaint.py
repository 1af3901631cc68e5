"""What the database says of a query that it refuses -> one line for people."""

from __future__ import annotations

import re

from kg.errors import QueryError
from kg.vocabulary import PREFIXES

# What cannot hold a keyword: IRIs, strings, comments; and names with a prefix.
_QUIET = re.compile(
    r'<[^<>"{}|^`\\\s]*>|"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|#[^\n]*|[?$]\w+|\w*:\w*',
)
_UPDATE = re.compile(r"\s*(?:(?:PREFIX|BASE)\b\s*)*(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b", re.I)
_SERVICE = re.compile(r"\bSERVICE\b", re.I)
_SIGNS = re.compile(r'"(\S{1,12}?)"')
_KEYWORDS = re.compile(r"\b[A-Z]{4,}\b")
_FORMS = "SELECT, CONSTRUCT, DESCRIBE or ASK"


def refuse(sparql: str) -> None:
    """Raise QueryError for what is no question, or would ask other machines: nothing leaves this one."""
    words = _QUIET.sub(" ", sparql)
    if update := _UPDATE.match(words):
        raise QueryError(f"query: {update[1].upper()} changes the graph, which only kg build does; ask with {_FORMS}")
    if _SERVICE.search(words):
        raise QueryError("query: SERVICE asks another machine, which kg never does; ask without it")


def complaint(text: str, sparql: str) -> str:
    """The database's message in one line: place, the words there, what is expected."""
    place, _, expected = text.removeprefix("error at ").partition(": ")
    if "Prefix not found" in text:
        return f"query:{place}: unknown prefix; declare it with PREFIX, or use one of {', '.join(PREFIXES)}"
    expected = " ".join(expected.split())
    # The message lists classes of characters too, which help nobody.
    signs = list(dict.fromkeys(_SIGNS.findall(expected)))
    keywords = _KEYWORDS.findall(expected)
    if keywords and not signs:
        # The database tells how far it read, which is where the longest keyword that may stand here would have ended.
        line, _, column = place.partition(":")
        place = f"{line}:{max(int(column) - max(map(len, keywords)), 1)}" if column.isdigit() else place
    hint = f"; expected {' '.join(signs)}" if 0 < len(signs) <= 8 else ""
    if keywords == ["CONSTRUCT"]:
        hint = f"; a query begins with {_FORMS}"
    elif "IRI parsing failed" in expected:
        hint = "; an IRI in < > must be whole, with its https:"
    return f"query:{place}: malformed SPARQL{_near(sparql, place)}{hint}"


def _near(sparql: str, place: str) -> str:
    """The words at the place, or before it where the line ends there."""
    line, _, column = place.partition(":")
    try:
        text, number = sparql.split("\n")[int(line) - 1], int(column) - 1
    except (ValueError, IndexError):
        return ""
    after, before = text[number:].strip()[:20], text[:number].strip()[-20:]
    return f" near {after!r}" if after else f" after {before!r}" if before else ""
