"""A linking in; the same out, with the user's own types for what their tables name, or what ends in their endings."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from kg.lang import normal_name
from kg.model import Entity, Linking
from kg.tables import OWN_GAZETTEER, own_folders, read_rows, shipped_folders
from kg.terms import own_terms, version


def refined(linking: Linking) -> Linking:
    """Each entity of an own type bears it after the type of ours that it is a kind of."""
    if not own_terms().types:
        return linking
    return replace(linking, entities=tuple(map(_refined, linking.entities)))


def _refined(entity: Entity) -> Entity:
    named = {kind for name in entity.names for kind in _named(version()).get(normal_name(name), ())}
    own = tuple(
        kind.name
        for kind in own_terms().types.values()
        if kind.parent in entity.types
        and kind.name not in entity.types
        and (kind.name in named or (kind.endings and entity.names[0].endswith(kind.endings)))
    )
    return replace(entity, types=(*entity.types, *own)) if own else entity


@lru_cache(maxsize=4)
def _named(_: int) -> dict[str, tuple[str, ...]]:
    """Name -> the own types that the rows of the user's own tables of names give it."""
    found: dict[str, tuple[str, ...]] = {}
    folder = own_folders().get(OWN_GAZETTEER)
    for path in sorted(folder.glob("*.tsv")) if folder else ():
        for _, row in read_rows(shipped_folders()[OWN_GAZETTEER] / path.name, ("name",)):
            if (kind := row.get("type", "")) in own_terms().types:
                for name in (row["name"], *filter(None, row.get("short", "").split("|"))):
                    key = normal_name(name)
                    found[key] = (*found.get(key, ()), kind)
    return found
