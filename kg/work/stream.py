"""A stream of items worked on in batches, a bounded number of them at a time; results come in the items' order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from kg.errors import UserError
from kg.work.place import Place, Work

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST = 20  # items a batch: enough to outweigh a process's overhead, few enough to share out evenly
HEAVY = 5_000  # weight from which a batch is full
AHEAD = 32  # batches a worker that may be under way or wait for one that takes long
ROOM = 2_000_000  # weight of all that are under way: beyond it nothing is read
_VAIN = 3  # times that workers may die in a row before they begin


@dataclass(slots=True)
class _Batch(Generic[Item, Result]):
    """Items that are still to be worked on, and results of the others, by number."""

    items: dict[int, Item]
    weight: int
    done: dict[int, Result] = field(default_factory=dict)
    future: Future[list[Any]] | None = None


class Stream(Generic[Item, Result]):
    """The results of `work` on each of `items`, in order, from any place.

    `weight`: of an item, in characters or the like; it bounds what is under way. An item that its worker dies of is
    tried once more, alone; where that kills again, `lost` gives its result. Raises what `work` raises; UserError:
    workers die before they begin.
    """

    def __init__(
        self,
        items: Iterable[Item],
        work: Work,
        place: Place,
        *,
        weight: Callable[[Item], int],
        lost: Callable[[Item], Result],
    ) -> None:
        self._items, self._work, self._place = items, work, place
        self._weight, self._lost = weight, lost
        self._waiting: deque[_Batch[Item, Result]] = deque()
        self._vain = 0

    def __iter__(self) -> Iterator[Result]:
        for batch in self._batches():
            while self._waiting and not self._fits(batch):
                yield from self._first()
            self._waiting.append(batch)
            self._send(batch)
            while self._waiting and (future := self._waiting[0].future) and future.done():
                yield from self._first()
        while self._waiting:
            yield from self._first()

    def finished(self) -> Iterator[Result]:
        """What is done and was not given yet: for whoever is stopped in the middle."""
        for batch in self._waiting:
            if batch.future and batch.future.done() and not batch.future.exception():
                batch.done |= zip(batch.items, batch.future.result(), strict=True)
            yield from batch.done.values()
        self._waiting.clear()

    def _batches(self) -> Iterator[_Batch[Item, Result]]:
        many = 1 if self._place.workers == 1 else MOST
        batch: _Batch[Item, Result] = _Batch({}, 0)
        for number, item in enumerate(self._items):
            batch.items[number] = item
            batch.weight += self._weight(item)
            if len(batch.items) >= many or batch.weight >= HEAVY:
                yield batch
                batch = _Batch({}, 0)
        if batch.items:
            yield batch

    def _fits(self, batch: _Batch[Item, Result]) -> bool:
        under_way = sum(waiting.weight for waiting in self._waiting)
        return len(self._waiting) < AHEAD * self._place.workers and under_way + batch.weight <= ROOM

    def _send(self, batch: _Batch[Item, Result]) -> None:
        try:
            batch.future = self._place.submit(self._work, list(batch.items.items()))
        except Exception as error:
            if not self._place.died(error):
                raise
            batch.future = Future()
            batch.future.set_exception(error)

    def _first(self) -> Iterator[Result]:
        """The results of the batch that was sent first."""
        batch = self._waiting[0]
        while batch.items:
            assert batch.future is not None
            try:
                results = batch.future.result()
            except Exception as error:
                if not self._place.died(error):
                    raise
                self._recover(batch, error)
            else:
                batch.done |= zip(batch.items, results, strict=True)
                batch.items.clear()
                self._vain = 0
        self._waiting.popleft()
        yield from (result for _, result in sorted(batch.done.items(), key=lambda pair: pair[0]))

    def _recover(self, failed: _Batch[Item, Result], error: BaseException) -> None:
        """Find out which item a worker died of, and send again what died with it."""
        suspects = self._place.suspects()
        self._place.restart()
        if suspects is None:
            suspects = frozenset(failed.items)
        hit = [batch for batch in self._waiting if self._fell(batch)]
        self._vain = 0 if any(suspects & batch.items.keys() for batch in hit) else self._vain + 1
        if self._vain >= _VAIN:
            reason = " ".join(str(error).split())[:200]
            raise UserError(f"the worker processes die before they read anything ({reason}); try --workers 1")
        for batch in hit:
            for number in sorted(suspects & batch.items.keys()):
                batch.done[number] = self._alone(number, batch.items.pop(number))
        for batch in hit:
            if batch.items:
                self._send(batch)

    def _fell(self, batch: _Batch[Item, Result]) -> bool:
        if not batch.future or not batch.items:
            return False
        error = batch.future.exception() if batch.future.done() else None
        return error is not None and self._place.died(error)

    def _alone(self, number: int, item: Item) -> Result:
        """The second chance of an item: nothing else is under way, so that it is known what a worker dies of."""
        try:
            result: Result = self._place.submit(self._work, [(number, item)]).result()[0]
        except Exception as error:
            if not self._place.died(error):
                raise
            self._place.restart()
            return self._lost(item)
        return result
