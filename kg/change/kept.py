"""What another graph had decided across the articles that were imported from it, kept as long as they stand so."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.store.opening import WritableStore

_KEY = "imported"


def keep(store: WritableStore, articles: dict[str, str], decided: Iterable[Any]) -> None:
    """Remember the quads that were decided across `articles` (IRI -> mark); what was kept of others goes on."""
    from kg.rdf.resolved import ntriples

    kept = json.loads(store.extracts.recall(_KEY) or "[]")
    kept = [one for one in kept if not one["articles"].keys() <= articles.keys()]
    kept.append({"articles": articles, "triples": ntriples(decided).decode()})
    store.extracts.remember(_KEY, json.dumps(kept, ensure_ascii=False))


def with_kept(store: WritableStore, graph: str, decided: list[Any]) -> list[Any]:
    """What was decided here, and what each import brought whose articles all stand: none read anew, none removed.

    Where there is nothing but imports, what was decided there stands alone: the graph is the one that was exported.
    """
    recalled = store.extracts.recall(_KEY)
    if not recalled:
        return decided
    from kg.rdf.importing import quads_in

    marks = store.extracts.marks()
    standing = [one for one in json.loads(recalled) if one["articles"].items() <= marks.items()]
    kept = [quad for one in standing for quad in quads_in(one["triples"], graph)]
    alone = {iri for one in standing for iri in one["articles"]} == set(marks)
    return kept if alone else list(dict.fromkeys([*decided, *kept]))
