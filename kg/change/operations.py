"""Changes that read no article: resolve again, remove articles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.change.coverage import cover
from kg.change.settling import settle
from kg.errors import UnknownNameError
from kg.report import BuildReport

if TYPE_CHECKING:
    from kg.resolve.judgements import Judgements
    from kg.store.opening import WritableStore


def resolve_store(store: WritableStore, judgements: Judgements | None = None) -> BuildReport:
    """Decide anew what the articles mean together, and write what that changes; no article is read.

    `judgements`: all that hold; None: there are none. Raises StoreError: the store cannot be written.
    """
    report = BuildReport()
    settle(store, report, judgements, what="resolve")
    return report


def remove_articles(store: WritableStore, articles: Iterable[str], judgements: Judgements | None = None) -> BuildReport:
    """Remove articles (ids, or IRIs) and what only they brought about: the graph is then as if they had never been.

    `judgements`: all that hold. Raises UnknownNameError: an article is not there, and then nothing is removed;
    StoreError: the store cannot be written.
    """
    cover(store)
    ids = store.extracts.ids()
    by_id: dict[str, list[str]] = {}
    for iri, name in ids.items():
        by_id.setdefault(name, []).append(iri)
    gone: list[str] = []
    for wanted in articles:
        found = [wanted] if wanted in ids else by_id.get(wanted, [])
        if not found:
            raise UnknownNameError(_unknown(wanted, sorted(by_id)))
        gone += found
    report = BuildReport()
    store.extracts.remove(dict.fromkeys(gone))
    settle(store, report, judgements, what="remove")
    return report


def _unknown(wanted: str, names: list[str]) -> str:
    from rapidfuzz import process

    near = [name for name, score, _ in process.extract(wanted, names, limit=3) if score >= 60]
    hint = f"nearest: {'、'.join(near)}" if near else "kg query articles lists them (column id)"
    return f"{wanted}: no article of the graph has this id; {hint}"
