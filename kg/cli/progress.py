"""How a build goes on, for whoever waits: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

import click

from kg.cli.options import counted
from kg.report import Watch

EVERY = 10.0  # seconds between two lines
_LOOK_BACK = 60.0  # seconds over which the rate is taken


class Pace:
    """Articles a second, lately, and the time that the rest will take."""

    def __init__(self) -> None:
        self.count, self.total, self.failures = 0, None, 0  # type: int, int | None, int
        self._seen: deque[tuple[float, int]] = deque()

    def step(self, now: float, failures: int) -> None:
        """One more is done."""
        self.count, self.failures = self.count + 1, failures
        if not self._seen or now - self._seen[-1][0] >= 1:
            self._seen.append((now, self.count))
            while now - self._seen[0][0] > _LOOK_BACK:
                self._seen.popleft()

    def rate(self, now: float) -> float | None:
        """Articles a second; None where it is too early to tell."""
        if not self._seen or now - self._seen[0][0] < 1:
            return None
        return (self.count - self._seen[0][1]) / (now - self._seen[0][0])

    def told(self, now: float) -> str:
        """1,200 of 5,000 articles, 48 a second, 1:20 left, 2 failed."""
        total = max(self.total, self.count) if self.total else None
        parts = [f"{self.count:,} of {counted(total, 'article')}" if total else counted(self.count, "article")]
        if rate := self.rate(now):
            parts.append(f"{rate:,.0f} a second" if rate >= 10 else f"{rate:.1f} a second")
            if total:
                parts.append(f"{clock((total - self.count) / rate)} left")
        if self.failures:
            parts.append(f"{self.failures:,} failed")
        return ", ".join(parts)


def clock(seconds: float) -> str:
    """A time as people read it.

    >>> clock(7), clock(80), clock(3700)
    ('0:07', '1:20', '1:01:40')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class Lines(Watch):
    """A line on standard error every ten seconds: a build that takes less says nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.pace, self._told, self.stopped = Pace(), time.monotonic(), False

    def begin(self, articles: int | None) -> None:
        """Remember how many there are."""
        self.pace.total = articles

    def done(self, article: str, failures: int) -> None:
        """Count, and tell when it is time."""
        now = time.monotonic()
        self.pace.step(now, failures)
        if now - self._told >= EVERY:
            self._told = now
            self.say(self.pace.told(now))

    def turn(self, what: str) -> None:
        """Say so, where the build has taken a while or is stopped."""
        if time.monotonic() - self._told >= EVERY or what.startswith("stop") or self.pace.count >= 1000:
            self.say(what)

    def say(self, what: str) -> None:
        """One line."""
        click.echo(f"kg build: {what}", err=True)


class Quiet(Lines):
    """Counts, and says only what a stopped build does."""

    def say(self, what: str) -> None:
        """Nothing but that."""
        if what.startswith("stop"):
            super().say(what)


class Bar(Lines):
    """A bar that moves."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        super().__init__()
        columns = (BarColumn(), TextColumn("{task.description}"))
        self.bar = Progress(*columns, console=Console(stderr=True), transient=True, refresh_per_second=4)
        self._task = self.bar.add_task("", total=None)

    def begin(self, articles: int | None) -> None:
        """A bar of that length; where it is not known, one that only shows that something moves."""
        super().begin(articles)
        self._anew("", articles)

    def done(self, article: str, failures: int) -> None:
        """One step on."""
        now = time.monotonic()
        self.pace.step(now, failures)
        if now - self._told >= 0.2:
            self._told = now
            self.bar.update(self._task, completed=self.pace.count, description=self.pace.told(now))

    def turn(self, what: str) -> None:
        """The bar shows no measure then."""
        self._anew(what, None)

    def _anew(self, what: str, total: int | None) -> None:
        self.bar.remove_task(self._task)
        self._task = self.bar.add_task(what, total=total)


@contextmanager
def watching(*, quiet: bool) -> Iterator[Lines]:
    """Whoever is to be told of a build: nobody, a terminal, a file."""
    if quiet:
        yield Quiet()
    elif sys.stderr.isatty():
        bar = Bar()
        with bar.bar:
            yield bar
    else:
        yield Lines()
