"""What builds and corrections did, for people: a row for each, also for one that was cut off and went on later."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.report import BuildReport
    from kg.store.opening import WritableStore

_PLAN = "plan"


def remembered(store: WritableStore) -> dict[str, list[Any]]:
    """What held after the last time: bases, merges, duplicates, conflicts, stale judgements, as plain data."""
    found: dict[str, list[Any]] = json.loads(store.extracts.recall("standing") or "{}")
    return found


def plan(store: WritableStore, written: Iterable[str], known: Iterable[str], removed: Iterable[str]) -> None:
    """Remember which articles (ids) are about to be written or removed, beside those of builds that were cut off."""
    there, ids = set(known), sorted(set(written))
    now = {
        "added": [name for name in ids if name not in there],
        "changed": [name for name in ids if name in there],
        "removed": sorted(removed),
    }
    store.extracts.remember(_PLAN, json.dumps([*_plans(store), now]))


def _plans(store: WritableStore) -> list[dict[str, list[str]]]:
    found: list[dict[str, list[str]]] = json.loads(store.extracts.recall(_PLAN) or "[]")
    return found


def write_history(store: WritableStore, report: BuildReport, judgements: int, what: str) -> None:
    """Add a row on what the report tells, and on what was planned before it and cut off; none where nothing changed.

    `judgements`: how many hold. The report has its figures.
    """
    cut_off, there = _plans(store)[:-1], set(store.articles().values())
    told = {*report.new, *report.changed, *report.rewritten, *report.removed}
    late = {
        key: sorted({n for p in cut_off for n in p[key] if n not in told and (n in there) == (key != "removed")})
        for key in ("added", "changed", "removed")
    }
    did: dict[str, Any] = {
        "added": sorted((*report.new, *late["added"])), "changed": sorted((*report.changed, *late["changed"])),
        "rewritten": report.rewritten, "removed": sorted((*report.removed, *late["removed"])),
        "merged": [[d.left_name, d.right_name, round(d.score, 4)] for d in report.merged],
        "undone": [[d.left_name, d.right_name, round(d.score, 4)] for d in report.undone],
    }  # fmt: skip
    if (figures := report.stats) and any(did.values()):
        totals = {
            "articles": figures.articles, "entities": figures.entities_total, "facts": figures.facts_total,
            "claims": figures.claims,
        }  # fmt: skip
        at = datetime.now(UTC).isoformat(timespec="seconds")
        done = {"failed": len(report.failed), "judgements": judgements, "totals": totals}
        store.extracts.write_log({"at": at, "what": what, **did, **done})
    store.extracts.remember(_PLAN, "")
