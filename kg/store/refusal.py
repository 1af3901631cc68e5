"""Which queries are answered, and from which graphs. The database's own parser decides, nothing else.

It gives no syntax tree, but it tells how far it got; and that is enough. To know whether the word SERVICE in a query
is the keyword, or stands in a text, a comment, a name, it is spelt otherwise (`SERVICQ`): in a text the query stays as
well formed as it was, as a keyword it does not. So no trick of writing can make us and the database read two things.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from kg.errors import QueryError
from kg.store.complaint import FORMS, Malformed, complaint
from kg.store.parser import Stumble, stumble
from kg.vocabulary import PREFIXES

_GAP = r"(?:[ \t\r\n]|#[^\r\n]*(?:[\r\n]|$))*"
_IRI = r'<[^<>"{}|^`\\\x00-\x20]*>'
_NAME = r"[\w.·-]*:(?:[\w.·:%-]|\\[-_~.!$&'()*+,;=/?#@%])*"
_SERVICE = re.compile(rf"SERVICE(?={_GAP}(?:SILENT{_GAP})?(?P<iri>{_IRI})?)", re.I)
_FROM = re.compile(rf"FROM(?={_GAP}(?P<named>NAMED{_GAP})?(?:(?P<iri>{_IRI})|(?P<name>{_NAME}))?)", re.I)
_PREFIX = re.compile(rf"{_GAP}(?:PREFIX{_GAP}(?P<name>[^\s:#<>]*):{_GAP}(?P<iri>{_IRI})|BASE{_GAP}{_IRI})", re.I)
_WORD = re.compile(rf"{_GAP}(\w+)")
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


class RefusedError(QueryError):
    """A query that is well formed, but not answered here."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """A query that may be run; `default` and `named` are the graphs it is put to, None: as the store has them."""

    sparql: str
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None


def admit(sparql: str, known: Callable[[str], bool], services: Collection[str] = ()) -> Admitted:
    """The query, if it is one that is answered here.

    `known` tells whether an IRI is a graph of the store; `services`: beginnings of the addresses that SERVICE may ask.
    Escapes of code points (`\\u0053ERVICE`) are read first, where the query is none without.

    Raises Malformed: line, column and what was expected; RefusedError: an update, a SERVICE, a FROM of no graph here.
    """
    try:
        return _admitted(sparql, known, services)
    except UnicodeEncodeError as error:
        raise Malformed("not Unicode text; give it as UTF-8", 1, 1) from error
    except Malformed:
        plain = _CODE_POINT.sub(_code_point, sparql)
        if plain == sparql:
            raise
        return _admitted(plain, known, services)


def _admitted(sparql: str, known: Callable[[str], bool], services: Collection[str]) -> Admitted:
    if wrong := stumble(sparql):
        raise _update(sparql, wrong) or complaint(wrong.words, sparql)
    _check_services(sparql, services)
    default: list[str] = []
    named: list[str] = []
    for found, graph in _datasets(sparql):
        if not graph or not known(graph):
            name = graph or "that"
            raise RefusedError(f"query: FROM {name}: no graph of this store; nothing is fetched from elsewhere")
        (named if found["named"] else default).append(graph)
    if default or named:
        return Admitted(sparql, tuple(dict.fromkeys(default)), tuple(dict.fromkeys(named)))
    return Admitted(sparql)


def _update(sparql: str, asked: Stumble) -> RefusedError | None:
    """The refusal of what makes sense as an update, and goes wrong as a query where the update's first word stands."""
    other = stumble(sparql, update=True)
    if other and (other.line, other.column) <= (asked.line, asked.column):
        return None
    rest = sparql[_prologue(sparql)[1] :]
    word = found[1].upper() if (found := _WORD.match(rest)) else "this"
    return RefusedError(f"query: {word} changes the graph, which only kg build does; ask with {FORMS}")


def _check_services(sparql: str, services: Collection[str]) -> None:
    if "service" not in sparql.lower():
        return
    every = _SERVICE.finditer(sparql)
    refused = [found.start() for found in every if not _within((found["iri"] or "")[1:-1], services)]
    if stumble(_misspelt(sparql, _SERVICE, change=refused)):
        only = f"; only {', '.join(services)} may be asked, by its whole IRI" if services else "; ask without it"
        raise RefusedError(f"query: SERVICE asks another machine, which kg does not do{only}")


def _within(iri: str, services: Collection[str]) -> bool:
    """True where the address is one of `services` or below: of the same host, not merely of a longer one."""
    asked = urlsplit(iri)
    if not iri or not {".", ".."}.isdisjoint(unquote(asked.path).split("/")):
        return False
    for one in services:
        base = urlsplit(one)
        same = (asked.scheme, asked.netloc) == (base.scheme, base.netloc) and asked.path.startswith(base.path)
        rest = asked.path[len(base.path) :]
        if same and (not rest or base.path.endswith("/") or rest.startswith("/") or not base.path):
            return True
    return False


def _datasets(sparql: str) -> Iterator[tuple[re.Match[str], str]]:
    """Each FROM that is the keyword, and the IRI after it; empty where its spelling is not read here."""
    if "from" not in sparql.lower():
        return
    every = list(_FROM.finditer(sparql))
    # A part of a name changes with the whole name, wherever that stands: `?from`, `from:x`.
    parts = [found.start() for found in every if _in_name(sparql, found)]
    if parts and stumble(_misspelt(sparql, _FROM, change=parts)):
        raise RefusedError("query: FROM is to stand apart from other words, before the IRI of a graph of this store")
    prefixes: dict[str, str] | None = None
    for found in every:
        if found.start() in parts or not stumble(_misspelt(sparql, _FROM, change=[found.start()])):
            continue
        if found["iri"]:
            yield found, found["iri"][1:-1]
        elif found["name"]:
            prefixes = prefixes or _prologue(sparql)[0]
            prefix, _, local = found["name"].rstrip(".").partition(":")
            base = prefixes.get(prefix)
            yield found, base + re.sub(r"\\(.)", r"\1", local) if base is not None else ""
        else:
            yield found, ""


def _prologue(sparql: str) -> tuple[dict[str, str], int]:
    """The prefixes that the query declares, beside ours, and where the declarations end."""
    prefixes, end = dict(PREFIXES), 0
    while found := _PREFIX.match(sparql, end):
        if found["iri"]:
            prefixes[found["name"]] = found["iri"][1:-1]
        end = found.end()
    return prefixes, end


def _in_name(sparql: str, found: re.Match[str]) -> bool:
    before, after = sparql[found.start() - 1 : found.start()], sparql[found.end() : found.end() + 1]
    return bool(re.fullmatch(r"[\w?$·-]", before)) or after == ":"


def _misspelt(sparql: str, word: re.Pattern[str], *, change: Collection[int]) -> str:
    """The query with another last letter in each such word that begins at one of these places."""

    def spell(found: re.Match[str]) -> str:
        return found[0][:-1] + letter if found.start() in change else found[0]

    lower = sparql.lower()
    stem = word.pattern.partition("(")[0].lower()[:-1]
    # The query may have such a name already, as a variable: two must not become one.
    letter = next((one for one in "qzxjkvwy" if stem + one not in lower), "q")
    return word.sub(spell, sparql)


def _code_point(found: re.Match[str]) -> str:
    number = int(found[1] or found[2], 16)
    return chr(number) if number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else found[0]
