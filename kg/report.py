"""What a build, or another change of the graph, did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.query import Stats
    from kg.resolve import Decision, Stale
    from kg.resolve.fusion import Conflict


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or article that was not built, and why: one line that says where, what, and what to do."""

    source: str
    reason: str


class Watch:
    """Somebody who is told how a build goes on. This one tells `each` article's id when it is done, and no more."""

    def __init__(self, each: Callable[[str], None] | None = None) -> None:
        self._each = each

    def begin(self, articles: int | None) -> None:
        """The articles are about to be read, so many of them; None: it is not known."""

    def done(self, article: str, failures: int) -> None:
        """An article is done; so many, of all so far, could not be read or built."""
        if self._each:
            self._each(article)

    def turn(self, what: str) -> None:
        """Now something else is done, which may take a while."""


@dataclass(slots=True)
class BuildReport:
    """What was done. `new`, `changed`, `unchanged`, `removed`: ids of articles; `rewritten`: ids of those whose text is
    as it was and whose graph is not, because of what other articles or judgements say; `dropped`: (article id, what
    is wrong) of claims that break the ontology's shapes and were left out.

    `merged`, `undone`: decisions to merge that came, or went, since the last build. `duplicates`: clusters of ids of
    articles that tell one text; `conflicts`: claims that contradict each other; `stale`: judgements that no longer
    apply: these three as they are now. `model`: what a language model added, where one was asked (`articles`,
    `new`, `agreed` with the rules, `rejected` by reason). `stats`: the figures of the whole graph afterwards.
    """

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    dropped: list[tuple[str, str]] = field(default_factory=list)
    stats: Stats | None = None
    rewritten: list[str] = field(default_factory=list)
    merged: list[Decision] = field(default_factory=list)
    undone: list[Decision] = field(default_factory=list)
    duplicates: list[tuple[str, ...]] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    stale: list[Stale] = field(default_factory=list)
    model: dict[str, Any] = field(default_factory=dict)

    def fail(self, reason: str) -> None:
        """An article was not built; `reason` begins with what it is."""
        self.failed.append(Failure(reason.partition(": ")[0], reason))

    def count_model(self, new: int, agreed: int, rejected: Mapping[str, int]) -> None:
        """Count what a language model said of one more article: claims, and those thrown away by reason."""
        mine = self.model or {"articles": 0, "new": 0, "agreed": 0, "rejected": {}}
        mine["articles"] += 1
        mine["new"] += new
        mine["agreed"] += agreed
        for reason, count in rejected.items():
            mine["rejected"][reason] = mine["rejected"].get(reason, 0) + count
        self.model = mine

    def asdict(self) -> dict[str, Any]:
        """The report as plain data, for JSON."""
        return {
            "new": self.new, "changed": self.changed, "unchanged": self.unchanged, "removed": self.removed,
            "rewritten": self.rewritten,
            "failed": [{"source": failure.source, "reason": failure.reason} for failure in self.failed],
            "dropped": [{"article": article, "violation": wrong} for article, wrong in self.dropped],
            "merged": [asdict(decision) for decision in self.merged],
            "undone": [asdict(decision) for decision in self.undone],
            "near_duplicates": [list(cluster) for cluster in self.duplicates],
            "conflicts": [
                {
                    "subject": conflict.subject, "predicate": conflict.predicate,
                    "values": [{"value": value, "claims": list(claims)} for (value, _), claims in conflict.values],
                }
                for conflict in self.conflicts
            ],
            "stale_judgements": [asdict(row) for row in self.stale],
            **({"model": self.model} if self.model else {}),
            **(self.stats.asdict() if self.stats else {}),
        }  # fmt: skip
