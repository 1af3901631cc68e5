"""The user's own types and relations, beside those of the vocabulary, as the program has them at the moment.

They come from the tables of a folder (`kg.lang.own_terms`) when a graph is built, from the graph itself when one is
opened. `use` puts them into the collections of `kg.vocabulary`, so that whoever looks there finds them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kg import vocabulary as v

PREFIX = "term"


@dataclass(frozen=True, slots=True)
class OwnType:
    """A type of the user's own: a kind of `parent`, which is one of ours. `endings`: what the names of such things
    end in. `place`: file and line of its row, for errors."""

    name: str
    zh: str
    en: str
    parent: str
    endings: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class OwnRelation:
    """A relation of the user's own between entities. `domain` and `range`: types or superclasses, ours or own.

    `symmetric`: it goes both ways (结对), and is one edge, the smaller IRI first.
    `spoken`: the words that say it, the subject first; questions use them.
    """

    name: str
    zh: str
    en: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    inverse_zh: str = ""
    inverse_en: str = ""
    symmetric: bool = False
    spoken: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class RelationWord:
    """A word that says a relation, own or ours. `reversed`: what stands before it is the object (乙受援于甲).

    `example`: a made-up sentence that says the relation of each of `subjects` to each of `objects`.
    """

    relation: str
    word: str
    reversed: bool
    example: str
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    place: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """Own types and relations by name, and the words that say relations."""

    types: Mapping[str, OwnType] = field(default_factory=dict)
    relations: Mapping[str, OwnRelation] = field(default_factory=dict)
    words: tuple[RelationWord, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.types or self.relations or self.words)


_CORE_TYPES, _CORE_PREDICATES = tuple(v.ENTITY_TYPES), tuple(v.PREDICATES)
_CORE_SYMMETRIC = tuple(v.SYMMETRIC_PREDICATES)


class _Standing:
    terms = Terms()
    bases: Mapping[str, str] = {}  # name -> the base below which its IRI stands
    version = 0


def own_terms() -> Terms:
    """The own terms that hold now."""
    return _Standing.terms


def version() -> int:
    """A number that changes whenever the own terms do: for whoever keeps what was derived from them."""
    return _Standing.version


def use(terms: Terms, base: str = v.BASE) -> None:
    """From now on these own terms hold, and no others; their IRIs are below `base`."""
    _hold(terms, dict.fromkeys((*terms.types, *terms.relations), base))


def add(terms: Terms, base: str) -> None:
    """From now on these own terms hold beside those that do; of two with one name, these."""
    old = _Standing.terms
    held = Terms({**old.types, **terms.types}, {**old.relations, **terms.relations}, old.words or terms.words)
    _hold(held, {**_Standing.bases, **dict.fromkeys((*terms.types, *terms.relations), base)})


def _hold(terms: Terms, bases: Mapping[str, str]) -> None:
    if (terms, bases) == (_Standing.terms, _Standing.bases):
        return
    _forget()
    _Standing.terms, _Standing.bases = terms, bases
    _Standing.version += 1
    for own in terms.types.values():
        # Before its parent: the narrower type is the better word for a thing.
        v.ENTITY_TYPES.insert(v.ENTITY_TYPES.index(own.parent), own.name)
    for relation in terms.relations.values():
        v.PREDICATES.append(relation.name)
        v.DOMAINS[relation.name] = expanded(relation.domain)
        v.ENTITY_RANGES[relation.name] = expanded(relation.range)
        if relation.symmetric:
            v.SYMMETRIC_PREDICATES.append(relation.name)
    v.OWN_IRIS.update({name: f"{base}{v.OWN_TERMS}{name}" for name, base in bases.items()})
    v.OWN_NAMES.update({iri: name for name, iri in v.OWN_IRIS.items()})
    for base in bases.values():
        v.PREFIXES[PREFIX] = base + v.OWN_TERMS


def _forget() -> None:
    for name in _Standing.terms.relations:
        v.DOMAINS.pop(name, None)
        v.ENTITY_RANGES.pop(name, None)
    v.ENTITY_TYPES[:] = _CORE_TYPES
    v.PREDICATES[:] = _CORE_PREDICATES
    v.SYMMETRIC_PREDICATES[:] = _CORE_SYMMETRIC
    v.OWN_IRIS.clear()
    v.OWN_NAMES.clear()
    v.PREFIXES.pop(PREFIX, None)


def expanded(names: tuple[str, ...]) -> tuple[str, ...]:
    """Types and superclasses -> the types that they cover, in order, each once. What is of an own type is of its parent
    too, so that parents stand for their own types.

    >>> expanded(("Place", "Park"))
    ('Park', 'Region')
    """
    return tuple(dict.fromkeys(one for name in names for one in v.SUPERCLASSES.get(name, (name,))))


def parent(kind: str) -> str:
    """The type of ours that an own type is a kind of; any other type as it is."""
    own = _Standing.terms.types.get(kind)
    return own.parent if own else kind


def narrowest(types: tuple[str, ...]) -> tuple[str, ...]:
    """The types without those that an own type among them already says."""
    said = {own.parent for kind in types if (own := _Standing.terms.types.get(kind))}
    return tuple(kind for kind in types if kind not in said)


def fingerprint() -> str:
    """All that is declared of the own terms, as text: the same terms, the same text."""
    terms = _Standing.terms
    told = [replace(one, place="") for named in (terms.types, terms.relations) for one in named.values()]
    return repr((sorted(map(repr, told)), sorted(_Standing.bases.items())))
