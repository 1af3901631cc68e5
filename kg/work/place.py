"""Where work is done: what every such place can do, and the two plainest ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import Any, Protocol

Work = Callable[[Any], Any]
Numbered = Sequence[tuple[int, Any]]  # items, each with its number in the stream


class Place(Protocol):
    """Where items are worked on."""

    workers: int

    def submit(self, work: Work, batch: Numbered) -> Future[list[Any]]:
        """Have each of these items worked on; the future has the results in their order."""

    def died(self, error: BaseException) -> bool:
        """True where a future's exception says that a worker died, not that the work failed."""

    def suspects(self) -> frozenset[int] | None:
        """Numbers of the items that were in work when a worker died; None: it is not known which."""

    def restart(self) -> None:
        """Be ready again after a worker died. Futures that are not done by then fail."""

    def close(self, *, now: bool = False) -> None:
        """End the workers; `now`: also those that are in the middle of an item."""


class _Unwatched:
    """A place whose workers are nobody's concern here."""

    def died(self, error: BaseException) -> bool:
        """Never: this process would be dead; and an executor that is broken stays so."""
        return False

    def suspects(self) -> frozenset[int] | None:
        """It is not known."""
        return None

    def restart(self) -> None:
        """Nothing to do."""

    def close(self, *, now: bool = False) -> None:
        """Nothing to do."""


class Here(_Unwatched):
    """In this process, at once."""

    workers = 1

    def submit(self, work: Work, batch: Numbered) -> Future[list[Any]]:
        """Work on them before returning."""
        future: Future[list[Any]] = Future()
        future.set_result([work(item) for _, item in batch])
        return future


class Elsewhere(_Unwatched):
    """Any `concurrent.futures.Executor`. Whoever made it closes it, and makes it anew where it breaks."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self.workers = int(getattr(executor, "_max_workers", 4))

    def submit(self, work: Work, batch: Numbered) -> Future[list[Any]]:
        """One task for all of them."""
        return self._executor.submit(worked, work, batch)


def worked(work: Work, batch: Numbered) -> list[Any]:
    """The results of one batch, in the process that works."""
    return [work(item) for _, item in batch]


def broken(error: BaseException) -> bool:
    """True of what an executor of this machine says when a worker of its died."""
    return isinstance(error, BrokenExecutor)
