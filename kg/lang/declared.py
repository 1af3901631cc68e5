"""What a graph says of own terms -> the terms: so that a graph is read as it was built, without its tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg import vocabulary as v
from kg.terms import OwnRelation, OwnType, Terms

_RDFS, _OWL, _SCHEMA = v.PREFIXES["rdfs"], v.PREFIXES["owl"], v.PREFIXES["schema"]
DEFINED_BY = _RDFS + "isDefinedBy"

# Subject, predicate, object as text, and the object's language or nothing.
Row = tuple[str, str, str, str]
Said = Mapping[str, list[tuple[str, str]]]  # predicate -> objects with their languages


def read_declared(rows: Iterable[Row]) -> tuple[Terms, str]:
    """Own terms and the base below which they stand, from all that is said of whatever has a `DEFINED_BY`."""
    nodes: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, obj, language in sorted(set(rows)):
        nodes[subject][predicate].append((obj, language))
    types: dict[str, OwnType] = {}
    relations: dict[str, OwnRelation] = {}
    base = v.BASE
    for iri, said in nodes.items():
        for graph, _ in said.get(DEFINED_BY, []):
            start = graph.removesuffix(v.VOCABULARY) + v.OWN_TERMS
            if not graph.endswith(v.VOCABULARY) or not iri.startswith(start):
                continue
            base, name = start.removesuffix(v.OWN_TERMS), iri.removeprefix(start)
            kinds = {kind for kind, _ in said.get(v.TYPE, [])}
            if _OWL + "Class" in kinds:
                parent = _one(said, _RDFS + "subClassOf").removeprefix(v.RC)
                if parent in v.ENTITY_TYPES:
                    types[name] = OwnType(
                        name, _one(said, v.LABEL, "zh"), _one(said, v.LABEL, "en"), parent, _words(said)
                    )
            elif _OWL + "ObjectProperty" in kinds:
                relations[name] = _relation(name, said, start, _OWL + "SymmetricProperty" in kinds)
    return Terms(types, relations), base


def _relation(name: str, said: Said, start: str, symmetric: bool) -> OwnRelation:
    domain, range_ = (
        tuple(kind.removeprefix(v.RC).removeprefix(start) for kind, _ in said.get(f"{_SCHEMA}{side}Includes", []))
        for side in ("domain", "range")
    )
    return OwnRelation(
        name, _one(said, v.LABEL, "zh"), _one(said, v.LABEL, "en"), domain, range_,
        _one(said, v.INVERSE_LABEL, "zh"), _one(said, v.INVERSE_LABEL, "en"), symmetric, _words(said),
    )  # fmt: skip


def _words(said: Said) -> tuple[str, ...]:
    return tuple(text for text, language in said.get(v.ALT_LABEL, []) if language == "zh")


def _one(said: Said, predicate: str, language: str = "") -> str:
    return next((text for text, spoken in said.get(predicate, []) if spoken == language), "")
