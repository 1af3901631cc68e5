"""The tables of questions, in `lang/zh/ask`: what their words do, what verbs say, what each type of things has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.errors import TableError
from kg.tables import language, read_rows
from kg.terms import own_terms, version

WORDS, RELATIONS, TYPES = (language("ask", f"{name}.tsv") for name in ("words", "relations", "types"))


@dataclass(frozen=True, slots=True)
class Word:
    """What a word of a question does (`kind`) and stands for (`means`); see the head of `words.tsv`."""

    kind: str
    means: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every word by its text, and the words that are patterns."""

    words: dict[str, Word]
    patterns: tuple[tuple[re.Pattern[str], Word], ...]
    longest: int


@dataclass(frozen=True, slots=True)
class Relation:
    """What a verb says; see the head of `relations.tsv`."""

    name: str
    doer: tuple[str, ...]
    active: bool  # the grammatical subject is the fact's object (甲 signs: agreement signatory 甲)
    type: str
    when: tuple[str, ...]
    where: tuple[str, ...]
    state: str
    strict: bool  # the order of words says who does
    other: tuple[str, ...]  # relations that the verb may say instead


@dataclass(frozen=True, slots=True)
class Has:
    """How things of a type are tied to whose they are, and where their dates and places stand."""

    of: tuple[str, ...]
    when: tuple[str, ...]
    where: tuple[str, ...]


def lexicon() -> Lexicon:
    """The words of `words.tsv`, and those of the user's own terms.

    A text in two rows is of the first; types of two rows are both meant.
    """
    return _lexicon(version())


@lru_cache(maxsize=4)
def _lexicon(_: int) -> Lexicon:
    words: dict[str, Word] = {}
    patterns: list[tuple[re.Pattern[str], Word]] = []
    for number, row in read_rows(WORDS, ("kind", "means", "words", "example")):
        word = Word(row["kind"], row["means"])
        if not word.kind or not row["words"]:
            raise TableError(f"{WORDS}:{number}: a kind and words are expected")
        for text in row["words"].split():
            if text.startswith("/"):
                patterns.append((re.compile(text[1:]), word))
                continue
            old = words.get(text)
            if old and old.kind == word.kind == "type":
                words[text] = Word("type", f"{old.means}|{word.means}")
            else:
                words.setdefault(text, word)
    words |= _own_words()
    return Lexicon(words, tuple(patterns), max(map(len, words)))


def _own_words() -> dict[str, Word]:
    """What own terms are called, and the words that say them; `^NAME` says a relation from the side of its object."""
    found: dict[str, Word] = {}
    for kind in own_terms().types.values():
        found |= dict.fromkeys((kind.zh, *kind.endings), Word("type", kind.name))
    for relation in own_terms().relations.values():
        if relation.inverse_zh:
            found[relation.inverse_zh] = Word("verb", f"^{relation.name}")
        found |= dict.fromkeys((relation.zh, *relation.spoken), Word("verb", relation.name))
    return found


def relations() -> dict[str, Relation]:
    """Name -> what the verb says; own relations too."""
    return _relations(version())


@lru_cache(maxsize=4)
def _relations(_: int) -> dict[str, Relation]:
    own = {
        f"{side}{name}": Relation(f"{side}{name}", (name,), bool(side), "Entity", (), (), "", True, ())
        for name in own_terms().relations
        for side in ("", "^")
    }
    columns = ("relation", "doer", "side", "type", "when", "where", "state", "order", "other", "example")
    return {
        row["relation"]: Relation(
            row["relation"], listed(row["doer"]), row["side"] == "object", row["type"], listed(row["when"]),
            listed(row["where"]), row["state"], row["order"] == "strict", listed(row["other"]),
        )
        for _, row in read_rows(RELATIONS, columns)
    } | own  # fmt: skip


def types() -> dict[str, Has]:
    """Type -> what its things have; those of an own type what its parent's have."""
    return _types(version())


@lru_cache(maxsize=4)
def _types(_: int) -> dict[str, Has]:
    rows = read_rows(TYPES, ("type", "of", "when", "where", "example"))
    found = {row["type"]: Has(*(listed(row[column]) for column in ("of", "when", "where"))) for _, row in rows}
    return found | {kind.name: found[kind.parent] for kind in own_terms().types.values() if kind.parent in found}


def listed(cell: str) -> tuple[str, ...]:
    """The items of a cell, which are divided by bars.

    >>> listed("locatedIn|partOf"), listed("")
    (('locatedIn', 'partOf'), ())
    """
    return tuple(filter(None, cell.split("|")))


def examples() -> Iterator[str]:
    """The questions that the tables show."""
    for path in (RELATIONS, TYPES):
        for _, row in read_rows(path, ("example",)):
            yield row["example"]
