"""What a build tells while it goes on."""

from __future__ import annotations

import pytest

from kg.cli import progress
from kg.cli.progress import Bar, Lines, Pace, Quiet


def test_pace_is_that_of_the_last_minute() -> None:
    pace = Pace()
    pace.total = 1000
    assert pace.told(0.0) == "0 of 1,000 articles"
    for second in range(200):
        for _ in range(1 if second < 100 else 4):
            pace.step(float(second), failures=2)
    assert pace.rate(199.0) == pytest.approx(4, rel=0.05)
    assert pace.told(199.0) == "500 of 1,000 articles, 4.0 a second, 2:03 left, 2 failed"
    pace.total = None
    assert pace.told(199.0) == "500 articles, 4.0 a second, 2 failed"


def test_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    now = 0.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    lines, quiet = Lines(), Quiet()
    for watch in (lines, quiet):
        watch.begin(100)
    for second in range(25):
        now = float(second)
        lines.done(f"n{second}", 0)
        quiet.done(f"n{second}", 0)
    quiet.turn("stopping: …")
    assert capsys.readouterr().err.splitlines() == [
        "kg build: 11 of 100 articles, 1.0 a second, 1:29 left",
        "kg build: 21 of 100 articles, 1.0 a second, 1:19 left",
        "kg build: stopping: …",
    ]


def test_the_bar_has_the_same_words() -> None:
    bar = Bar()
    bar.begin(2)
    bar._told -= 1
    bar.done("n0", 1)
    (task,) = bar.bar.tasks
    assert (task.total, task.completed, task.description) == (2, 1, "1 of 2 articles, 1 failed")
    bar.turn("what all articles mean")
    assert bar.bar.tasks[0].total is None
