"""The graph behind the application: its processes, and the state that the last build left."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from kg.errors import KgError, StoreError
from kg.serve.pool import Answer, Pool, Question
from kg.serve.reader import Reader
from kg.serve.settings import Settings
from kg.store import Store
from kg.store.folder import check_folder
from kg.store.snapshot import Snapshot

MOST_KEPT = 100  # answers that are kept for each state
LOOK = 0.5  # seconds between looking whether a build has published
log = logging.getLogger("kg.serve")


class Service:
    """What requests ask. Raises StoreError: there is no graph."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.pool = Pool(settings)
        self._first: Snapshot | None = _published(settings.store)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Answer within; new states of the store are seen by themselves."""
        snapshot = self._first or Snapshot.hold(self.settings.store)
        self._first = None
        self.loop = asyncio.get_running_loop()
        self.reader = Reader(self.pool, snapshot, self.loop)
        await self.pool.start(snapshot)
        await _declare(self.reader)
        _prepare(self.reader)
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
            await self.pool.stop()
            self.reader.snapshot.close()

    async def ask(self, question: Question) -> Answer:
        """The answer from the state as it is now. Raises Trouble."""
        reader = self.reader  # held until the answer is there
        return await self.pool.ask(question, reader.snapshot)

    async def ask_once(self, question: Question) -> Answer:
        """The answer, found once for each state: for few and short answers. Raises Trouble."""
        reader = self.reader
        if question not in reader.answers:
            answer = await self.pool.ask(question, reader.snapshot)
            if isinstance(answer.body, Path) or len(reader.answers) >= MOST_KEPT:
                return answer
            reader.answers[question] = answer
        return reader.answers[question]

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK)
            if self.reader.snapshot.stale():
                try:
                    snapshot = Snapshot.hold(self.settings.store)
                except StoreError as error:
                    log.warning("%s; going on with what was there", error)
                    continue
                # Whoever asks of the old state has the time for some answers; then the next build may remove it.
                self.loop.call_later(2 * self.settings.timeout + 1, self.reader.snapshot.close)
                self.reader = Reader(self.pool, snapshot, self.loop)
                self.pool.renew(snapshot)
                await _declare(self.reader)
                _prepare(self.reader)


async def _declare(reader: Reader) -> None:
    """Let the pages know the types and relations of the user's own that this state of the graph declares."""
    try:
        await asyncio.to_thread(reader.declare)
    except KgError as error:
        log.warning("%s; own types and relations are shown by their addresses", error)


def _prepare(reader: Reader) -> None:
    """Let the explorer make ready what its pages need, so that the first visitor after a build need not wait."""
    from kg.serve.explore.preparing import prepare  # its pages ask this service

    prepare(reader)


def _published(folder: Path) -> Snapshot:
    """A state to serve from, published now if none is, so that builds can go on meanwhile."""
    check_folder(folder, write=False)
    snapshot = Snapshot.hold(folder)
    if snapshot.path == folder:
        snapshot.close()
        # Not where the folder cannot be written: then it is served as it is.
        with suppress(StoreError):
            Store(folder, write=True).close()
        snapshot = Snapshot.hold(folder)
    return snapshot
