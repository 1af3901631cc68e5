"""Readers of a running server who never stop: what they are answered is held against the states that there were."""

from __future__ import annotations

import csv
import http.client
import io
import itertools
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import quote, urlencode

from tests.fire.chronicle import PARKS, QUESTION, Fact
from tests.serve.conftest import RUNAWAY, Answer, Server

PAUSE = 0.05  # seconds between two questions of one reader
PATIENCE = 60.0  # seconds until an answer; a page asks several times, and each may take the server's limit
BUSY = (503, 504)  # refusals that say so, on a machine that has too much to do


@dataclass
class States:
    """What the graph has been, is, and is about to be, in order: each as what `QUESTION` gives."""

    all: list[frozenset[Fact]]
    acknowledged: int = 0

    def find(self, rows: frozenset[Fact], since: int) -> int | None:
        """The first state from `since` on that answers so; None: there was none."""
        return next((n for n in range(since, len(self.all)) if self.all[n] == rows), None)


@dataclass
class Crowd:
    """Readers in threads, until `stop`. `wrong`: every answer that should not have been given."""

    server: Server
    states: States
    wrong: list[str] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Begin to ask."""
        for work in (self._exact, self._exact, self._pages, self._trouble):
            thread = threading.Thread(target=self._work, args=(work(),), daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Ask no more."""
        self.over.set()
        for thread in self._threads:
            thread.join(60)

    def _work(self, turns: Iterator[None]) -> None:
        try:
            for _ in turns:
                if self.over.wait(PAUSE):
                    return
        except Exception as error:
            self.wrong.append(f"{type(error).__name__}: {error}")

    def _asked(self, ask: Callable[[], Answer], wanted: tuple[int, ...], what: str) -> Answer | None:
        """The answer, if it is one of those that are wanted; None: a refusal of a busy machine, or a wrong one."""
        try:
            answer = ask()
        except TimeoutError:
            self.wrong.append(f"{what}: no answer within {PATIENCE} s")
            return None
        self.answers["refused as busy" if answer.status in BUSY and answer.status not in wanted else "answered"] += 1
        if answer.status not in (*wanted, *BUSY) or b"Traceback" in answer.body:
            self.wrong.append(f"{what}: {answer.status} {answer.text[:200]}")
        return answer if answer.status in wanted else None

    def _exact(self) -> Iterator[None]:
        """All facts, again and again: always those of one state, and never of an earlier one than before."""
        seen = 0
        while True:
            ask = partial(self.server.ask, QUESTION, "text/csv", timeout=PATIENCE)
            if answer := self._asked(ask, (200,), "facts"):
                found = self.states.find(facts_of(answer.text), seen)
                if found is None:
                    self.wrong.append(f"no state from {seen} on says so: {answer.text[:2000]}")
                    return
                seen = found
                self.answers["states seen"] += 1
            yield

    def newest(self, within: float) -> float:
        """Seconds until the newest state is what the server answers; more than `within`: it did not."""
        begun = time.monotonic()
        while (taken := time.monotonic() - begun) < within:
            answer = self.server.ask(QUESTION, "text/csv")
            if answer.status == 200 and facts_of(answer.text) == self.states.all[-1]:
                break
            time.sleep(PAUSE)
        return taken

    def _pages(self) -> Iterator[None]:
        """What people look at: every page must be one, whichever state it is of."""
        about, asked = quote(PARKS[0]), urlencode({"q": f"{PARKS[0]}签了哪些协议？"})
        addresses = [
            "/", f"/search?q={about}", f"/suggest?q={about[:9]}", f"/ask?{asked}",
            f"/id/{about}", "/articles", "/list/Agreement", "/matrix", "/money.csv", "/questions/agreements",
            f"/network?focus={about}", "/checks", "/.well-known/void",
        ]  # fmt: skip
        for address in itertools.cycle(addresses):
            # A park is in the graph as long as an article tells of it.
            ask = partial(self.server.request, "GET", address, timeout=PATIENCE)
            self._asked(ask, (200, 303, 404), address)
            yield

    def _trouble(self) -> Iterator[None]:
        """Those who cost more than they ask: long queries, wrong ones, updates, and who hangs up in the middle."""
        for turn in itertools.count():
            if turn % 10 == 0:
                self._asked(partial(self.server.ask, RUNAWAY), (504,), "runaway")
            elif turn % 10 == 1:
                connection = http.client.HTTPConnection(*self.server.at, timeout=30)
                connection.request("GET", "/sparql?" + urlencode({"query": RUNAWAY}))
                time.sleep(PAUSE)
                connection.close()
            elif turn % 3:
                self._asked(partial(self.server.ask, "SELECT ?x { ?x"), (400,), "malformed")
            else:
                self._asked(partial(self.server.ask, "INSERT DATA { <a:a> <a:b> <a:c> }"), (400, 403), "update")
            yield


def facts_of(text: str) -> frozenset[Fact]:
    """The rows of `QUESTION`."""
    _, *rows = csv.reader(io.StringIO(text))
    return frozenset((thing, said, value) for thing, said, value in rows)
