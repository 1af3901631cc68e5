"""Names as people type them -> entities: labels and other names, compared by `normal_name`."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from kg.errors import UnknownNameError
from kg.lang import normal_name
from kg.query.source import Source
from kg.vocabulary import OWN_NAMES, Iri

_NAMES = """
SELECT DISTINCT ?entity ?name ?main WHERE {
  { ?entity rdfs:label ?name BIND(1 AS ?main) } UNION { ?entity skos:altLabel ?name BIND(0 AS ?main) }
}
"""


class Names:
    """The names of a graph. Read once, when first asked."""

    def __init__(self, source: Source) -> None:
        self._source = source

    @cached_property
    def _rows(self) -> list[tuple[Iri, str, bool]]:
        # A graph that declares own terms names them too: they are no entities.
        rows = ((entity, str(name), main == 1) for entity, name, main in self._source.select(_NAMES))
        return sorted(row for row in rows if row[0] not in OWN_NAMES)

    @cached_property
    def _entities(self) -> dict[str, set[Iri]]:
        found: dict[str, set[Iri]] = defaultdict(set)
        for entity, name, _ in self._rows:
            found[normal_name(name)].add(entity)
        return found

    @cached_property
    def labels(self) -> dict[Iri, str]:
        """Entity -> the name to show: its label, of several the first in order."""
        return {entity: name for entity, name, main in reversed(self._rows) if main}

    @cached_property
    def all(self) -> dict[Iri, list[str]]:
        """Entity -> every name, the one to show first."""
        found: dict[Iri, list[str]] = {entity: [name] for entity, name in sorted(self.labels.items())}
        for entity, name, _ in sorted(self._rows, key=lambda row: not row[2]):
            if name not in found.setdefault(entity, []):
                found[entity].append(name)
        return found

    def find(self, name: str) -> tuple[Iri, ...]:
        """The entities that bear `name` (or whose IRI it is), in order.

        Raises UnknownNameError with the nearest names.
        """
        if entities := self._entities.get(normal_name(name)):
            return tuple(sorted(entities))
        if Iri(name) in self.labels:
            return (Iri(name),)
        raise UnknownNameError(self._unknown(name))

    def nearest(self, name: str, count: int = 5) -> list[str]:
        """The names most like `name`, as they are shown, the nearest first."""
        from rapidfuzz import fuzz, process

        shown: dict[str, str] = {}
        for _, written, _ in sorted(self._rows, key=lambda row: (not row[2], row[1])):
            shown.setdefault(normal_name(written), written)
        wanted = normal_name(name)
        near = process.extract(wanted, list(shown), scorer=fuzz.WRatio, score_cutoff=45, limit=200)
        # WRatio finds what holds the name or is held by it; among those, the whole likeness decides.
        # A chance character in common is no likeness.
        near = [hit for hit in near if 2 * len({*wanted} & {*hit[0]}) > len({*wanted})]
        near.sort(key=lambda hit: (-fuzz.ratio(wanted, hit[0]), hit[0]))
        return [shown[hit[0]] for hit in near[:count]]

    def _unknown(self, name: str) -> str:
        near = self.nearest(name)
        return f"{name}: no entity bears this name; " + (
            f"nearest: {'、'.join(near)}" if near else "the ready question parks, or kg query --list, leads to names"
        )
