"""The store brought to what the articles mean together: only what differs is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from kg import terms
from kg.change.coverage import cover
from kg.change.history import plan, remembered, write_history
from kg.change.meaning import Meaning, meaning
from kg.change.version import resolution_version
from kg.change.writing import Writer
from kg.rdf.across import resolution_iri
from kg.rdf.own_terms import declared, vocabulary_iri
from kg.rdf.resolved import ntriples
from kg.resolve import Decision, Stale
from kg.resolve.fusion import Conflict
from kg.resolve.judgements import Judgements

if TYPE_CHECKING:
    from kg.report import BuildReport
    from kg.store.opening import WritableStore
    from kg.work import Place


def settle(
    store: WritableStore,
    report: BuildReport,
    judgements: Judgements | None = None,
    *,
    what: str = "build",
    read: Collection[str] = (),
    place: Place | None = None,
) -> None:
    """Make the store hold what its articles and the judgements mean, and tell the report what that changed.

    `read`: IRIs of articles that were read just now; `what` was done, for the history; `place`: on this machine, where
    graphs may be made beside this process. Cut off at any moment, the store holds whole articles, and the next call
    goes on.

    Raises StoreError: the store cannot be written.
    """
    from kg.query import stats

    judgements = judgements or Judgements()
    cover(store)
    mark = _mark(store, judgements)
    if store.extracts.recall("settled") != mark:
        store.extracts.remember("settled", "")
        _bring(store, report, judgements, frozenset(read), place)
        report.stats = stats(store)
        write_history(store, report, len(judgements.rows), what)
        store.extracts.remember("settled", mark)
    _standing(store, report)
    report.stats = report.stats or stats(store)


def _mark(store: WritableStore, judgements: Judgements) -> str:
    rows = sorted((r.verb, r.left, r.right, r.predicate, r.article, r.quote) for r in judgements.rows)
    said = [resolution_version(), sorted(store.extracts.marks().items()), rows, len(store.articles())]
    said += [terms.fingerprint()] if terms.own_terms() else []
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _bring(
    store: WritableStore, report: BuildReport, judgements: Judgements, read: frozenset[str], place: Place | None
) -> None:
    known = store.articles()
    writers = [
        Writer(store, report, meaning(store.extracts, base, judgements), known, read, place)
        for base in store.extracts.bases()
    ]  # fmt: skip
    kept = store.extracts.ids()
    gone = {iri: name for iri, name in known.items() if iri not in kept}
    plan(store, (kept[iri] for w in writers for iri in w.due), known.values(), gone.values())
    for writer in writers:
        writer.write()
    report.removed += [name for iri, name in gone.items() if store.remove(iri) and name not in report.removed]
    bases = [writer.found.base for writer in writers]
    for base in bases:
        _declare(store, base)
    for base in remembered(store).get("bases", []):
        if base not in bases:
            store.remove(resolution_iri(base))
            store.remove(vocabulary_iri(base))
    _stand(store, report, [writer.found for writer in writers])


def _declare(store: WritableStore, base: str) -> None:
    """Write the graph that declares the own terms, or take it out."""
    iri, quads = vocabulary_iri(base), declared(base)
    mark = hashlib.sha256(ntriples(quads)).hexdigest() if quads else ""
    if store.fingerprint(iri) != mark:
        store.replace_article(iri, quads, mark)


def _stand(store: WritableStore, report: BuildReport, every: list[Meaning]) -> None:
    """Keep what holds now, and tell what was merged or undone since the last time."""
    merges = [asdict(d) for found in every for d in found.resolution.decisions if d.verdict == "same"]
    before = {(row["left"], row["right"]): row for row in remembered(store).get("merges", [])}
    now = {(row["left"], row["right"]): row for row in merges}
    report.merged += [_decision(row) for pair, row in sorted(now.items()) if pair not in before]
    report.undone += [_decision(row) for pair, row in sorted(before.items()) if pair not in now]
    standing = {
        "bases": [found.base for found in every],
        "merges": merges,
        "duplicates": [cluster for found in every for cluster in found.clusters],
        "conflicts": [asdict(conflict) for found in every for conflict in found.fusion.conflicts],
        "stale": [asdict(row) for found in every for row in found.stale],
    }
    store.extracts.remember("standing", json.dumps(standing))


def _decision(row: dict[str, Any]) -> Decision:
    return Decision(**{**row, "reasons": tuple(row["reasons"])})


def _standing(store: WritableStore, report: BuildReport) -> None:
    """What holds now, whoever found it out."""
    found = remembered(store)
    report.duplicates = [tuple(cluster) for cluster in found.get("duplicates", [])]
    report.stale = [Stale(**row) for row in found.get("stale", [])]
    report.conflicts = [
        Conflict(row["subject"], row["predicate"], tuple((tuple(v), tuple(claims)) for v, claims in row["values"]))
        for row in found.get("conflicts", [])
    ]
