"""`types.tsv`, `relations.tsv` and `relation_words.tsv` of the user's own folder -> own terms, every row checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from kg import vocabulary as v
from kg.errors import TableError
from kg.tables import Row, language, read_rows
from kg.terms import OwnRelation, OwnType, RelationWord, Terms

_Term = TypeVar("_Term", OwnType, OwnRelation)
_TYPE, _RELATION = re.compile(r"[A-Z][A-Za-z0-9]*"), re.compile(r"[a-z][A-Za-z0-9]*")
_TYPES = ("name", "zh", "en", "parent", "endings", "example")
_RELATIONS = ("name", "zh", "en", "domain", "range")
_WORDS = ("relation", "word", "example", "subjects", "objects")
# Names that the ontology has for something else than types and predicates of facts.
_TAKEN = {iri.removeprefix(v.RC) for iri in vars(v).values() if isinstance(iri, str) and iri.startswith(v.RC)}


def read_own_terms() -> Terms:
    """The own terms of the folder that KG_LANG_DIR names. Raises TableError: file, line, what, and what is expected."""
    types = _by_name(_types())
    relations = _by_name(_relations(types))
    words = tuple(_words(relations))
    for name, own in relations.items():
        spoken = tuple(word.word for word in words if word.relation == name and not word.reversed)
        relations[name] = replace(own, spoken=spoken)
    return Terms(types, relations, words)


def _by_name(found: Iterator[_Term]) -> dict[str, _Term]:
    named: dict[str, _Term] = {}
    for one in found:
        if one.name in named:
            raise TableError(f"{one.place}: {one.name} stands in {named[one.name].place} already; take one of them out")
        named[one.name] = one
    return named


def _types() -> Iterator[OwnType]:
    for _, row in read_rows(language("types.tsv"), _TYPES):
        name = _name(row, _TYPE, "a capital letter and letters or digits, as Port")
        _filled(row, "zh", "en")
        if row["parent"] not in v.ENTITY_TYPES or row["parent"] in v.OWN_IRIS:
            ours = ", ".join(kind for kind in v.ENTITY_TYPES if kind not in v.OWN_IRIS)
            raise TableError(f"{row.place}: unknown parent {row['parent']!r}; use one of {ours}")
        endings = _cells(row, "endings")
        if endings and not row["example"].endswith(endings):
            raise TableError(
                f"{row.place}: the example {row['example']!r} ends in none of {'、'.join(endings)}; give such a name"
            )
        yield OwnType(name, row["zh"], row["en"], row["parent"], endings, row.place)


def _relations(types: dict[str, OwnType]) -> Iterator[OwnRelation]:
    for _, row in read_rows(language("relations.tsv"), _RELATIONS):
        name = _name(row, _RELATION, "a small letter and letters or digits, as supports")
        _filled(row, "zh", "en", "domain", "range")
        domain, range_ = (_kinds(row, column, types) for column in ("domain", "range"))
        if row.get("symmetric", "") not in ("", "yes"):
            raise TableError(f"{row.place}: symmetric {row['symmetric']!r}; write yes, or leave it empty")
        symmetric = row.get("symmetric") == "yes"
        if symmetric and set(domain) != set(range_):
            raise TableError(f"{row.place}: {name} goes both ways, so its domain and range must be the same")
        yield OwnRelation(
            name, row["zh"], row["en"], domain, range_, row.get("inverse_zh", ""), row.get("inverse_en", ""),
            symmetric, place=row.place,
        )  # fmt: skip


def _words(relations: dict[str, OwnRelation]) -> Iterator[RelationWord]:
    ours = [name for name in v.ENTITY_RANGES if name not in v.OWN_IRIS]
    seen: dict[tuple[str, str], str] = {}
    for _, row in read_rows(language("relation_words.tsv"), _WORDS):
        if row["relation"] not in (*relations, *ours):
            own = ", ".join(relations) or "none yet in relations.tsv"
            raise TableError(
                f"{row.place}: unknown relation {row['relation']!r}; use one of your own ({own}) or {', '.join(ours)}"
            )
        _filled(row, "word", "example", "subjects", "objects")
        key = row["relation"], row["word"]
        if key in seen:
            raise TableError(f"{row.place}: {' '.join(key)} stands in {seen[key]} already; take one of them out")
        seen[key] = row.place
        yield _word(row)


def _word(row: Row) -> RelationWord:
    subjects, objects = _cells(row, "subjects"), _cells(row, "objects")
    for part in (row["word"], *subjects, *objects):
        if part not in row["example"]:
            raise TableError(f"{row.place}: {part!r} does not stand in the example {row['example']!r}; write it there")
    if row.get("order", "") not in ("", "reversed"):
        raise TableError(
            f"{row.place}: order {row['order']!r}; write reversed where the object stands first, or leave it empty"
        )
    return RelationWord(
        row["relation"], row["word"], row.get("order") == "reversed", row["example"], subjects, objects, row.place
    )


def _name(row: Row, pattern: re.Pattern[str], meant: str) -> str:
    name = row["name"]
    if not pattern.fullmatch(name):
        raise TableError(f"{row.place}: {name!r} is no name for it: {meant}")
    core = {*v.ENTITY_TYPES, *v.PREDICATES, *v.SUPERCLASSES, *_TAKEN} - v.OWN_IRIS.keys()
    if name in core:
        raise TableError(f"{row.place}: {name} is a term of the ontology already; choose another name")
    return name


def _kinds(row: Row, column: str, types: dict[str, OwnType]) -> tuple[str, ...]:
    kinds = _cells(row, column)
    core = [kind for kind in v.ENTITY_TYPES if kind not in v.OWN_IRIS]
    known = (*v.SUPERCLASSES, *core, *types)
    for kind in kinds:
        if kind not in known:
            raise TableError(f"{row.place}: unknown type {kind!r} as {column}; use one of {', '.join(known)}")
    return kinds


def _cells(row: Row, column: str) -> tuple[str, ...]:
    return tuple(filter(None, (cell.strip() for cell in row[column].split("|"))))


def _filled(row: Row, *columns: str) -> None:
    for column in columns:
        if not row[column]:
            raise TableError(f"{row.place}: {column} is empty; fill it in")


Matcher = Callable[[RelationWord], set[tuple[str, str]]]


def check_examples(words: tuple[RelationWord, ...], found: Matcher) -> None:
    """Raise TableError where `found`, which reads the example of a word, finds other pairs than the row says."""
    for word in words:
        said = {(subject, obj) for subject in word.subjects for obj in word.objects if subject != obj}
        read = found(word)
        if word.subjects == word.objects:  # a relation that goes both ways
            said, read = ({(min(pair), max(pair)) for pair in pairs} for pairs in (said, read))
        if read != said:
            told = "、".join(f"{s} → {o}" for s, o in sorted(read)) or "nothing"
            raise TableError(
                f"{word.place}: in its example {word.example!r} the word {word.word} is read as saying: {told}; "
                "mend the example, subjects, objects or order"
            )
