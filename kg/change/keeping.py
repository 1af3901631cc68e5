"""Articles as they were read, kept many at a time; those that could not be built, reported."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.llm import Added
    from kg.report import BuildReport
    from kg.store.extracts import Extract
    from kg.store.opening import WritableStore

# Articles kept at a time, and seconds after which fewer are: what a build that is killed has to read again.
BATCH, LATEST = 100, 2.0


@dataclass(frozen=True, slots=True)
class Built:
    """One article as it was read, ready to be kept, or the reason why there is none."""

    article: str
    extract: Extract | None = None
    violations: tuple[str, ...] = ()
    failure: str = ""
    added: Added | None = None


@dataclass(slots=True)
class Keeper:
    """Keeps what was read, many articles at a time. `read`: their IRIs; `unbuilt`: ids of those that failed."""

    store: WritableStore
    report: BuildReport
    read: set[str] = field(default_factory=set)
    unbuilt: set[str] = field(default_factory=set)
    waiting: list[Extract] = field(default_factory=list)
    kept_at: float = field(default_factory=time.monotonic)

    def add(self, built: Built) -> None:
        """Keep the article soon, or report why it is not built."""
        if built.extract is None:
            self.report.fail(built.failure)
            self.unbuilt.add(built.article)
            return
        self.report.dropped += [(built.article, wrong) for wrong in built.violations]
        if built.added:
            self.report.count_model(built.added.new, built.added.agreed, built.added.rejected)
        self.read.add(built.extract.iri)
        self.waiting.append(built.extract)
        if len(self.waiting) >= BATCH or time.monotonic() - self.kept_at >= LATEST:
            self.flush()

    def flush(self) -> None:
        """Keep what waits."""
        if self.waiting:
            self.store.extracts.put(self.waiting)
            self.waiting = []
        self.kept_at = time.monotonic()
