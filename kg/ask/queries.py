"""The queries that questions are turned into: files of SPARQL, filled with terms made here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.query.ready import literal
from kg.vocabulary import Iri

_SLOT = re.compile(r"( *)VALUES \?(\w+) \{ UNDEF \}(.*)\n?")
_PLAIN_IRI = re.compile(r"[^\x00-\x20<>\"{}|^`\\]+")


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it is asked: the file's name and the text."""

    name: str
    sparql: str


@cache
def _text(name: str) -> str:
    return files("kg.ask").joinpath("queries", f"{name}.rq").read_text(encoding="utf-8")


def filled(name: str, terms: dict[str, Sequence[Iri | str]]) -> Query:
    """The query `name` with terms (IRIs, or texts) in its slots; slots that nothing fills are left open.

    A slot that stays open is left out of the text where nothing else asks for its variable.
    """

    def fill(match: re.Match[str]) -> str:
        wanted = terms.get(match[2], ())
        if not wanted:
            return match[0]
        return f"{match[1]}VALUES ?{match[2]} {{ {' '.join(map(_term, wanted))} }}{match[3]}\n"

    text = _text(name)
    unknown = set(terms) - {match[2] for match in _SLOT.finditer(text)}
    assert not unknown, f"{name}.rq has no slot {unknown}"
    return Query(name, _SLOT.sub(fill, text))


def _term(term: Iri | str) -> str:
    if not isinstance(term, Iri):
        return literal(term)
    assert _PLAIN_IRI.fullmatch(term), f"not an IRI: {term!r}"
    return f"<{term}>"
