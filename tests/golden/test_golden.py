"""Golden cases in plain text: `NAME.md` holds cases of a title, `.`, the input, `.`, what is expected, `.`.

The file's name says what is run (`RUNNERS`). Lines before the first case and lines between cases that are not followed
by `.` are remarks. The input may begin with `published: 2021-05-20` and `title: …`. To add a case, write it down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.model import Article, Extraction, Value
from kg.vocabulary import ENTITY_TYPES

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """One case, and where it is written."""

    file: str
    line: int
    title: str
    given: str
    expected: str


def read_cases(path: Path) -> Iterator[Case]:
    """Yield the cases of a file; a case that is not closed is an error."""
    lines = path.read_text(encoding="utf-8").splitlines()
    dots = [number for number, line in enumerate(lines) if line == "."]
    if len(dots) % 3:
        raise ValueError(f"{path}: {len(dots)} lines with a dot; every case has three")
    for first, second, third in zip(dots[::3], dots[1::3], dots[2::3], strict=True):
        title, given, expected = lines[first - 1], lines[first + 1 : second], lines[second + 1 : third]
        yield Case(path.stem, first, title, "\n".join(given), "\n".join(expected))


def _article(given: str) -> Article:
    head: dict[str, str] = {}
    lines = given.split("\n")
    while lines and lines[0].partition(": ")[0] in ("published", "title"):
        name, _, value = lines.pop(0).partition(": ")
        head[name] = value
    text = "\n".join(lines)
    return Article("case", "case.txt", head.get("title", ""), head.get("published"), text)


def _clean(given: str) -> str:
    from kg.read import clean

    return clean(given)


def _sentences(given: str) -> str:
    from kg.segment import split_sentences

    return "\n".join(given[s.span.start : s.span.end].strip() for s in split_sentences(given))


def _mentions(given: str, names: bool) -> str:
    from kg.detect import detect
    from kg.segment import split_sentences

    article = _article(given)
    found = detect(article, split_sentences(article.text))
    return "\n".join(
        f"{m.surface} | {m.kind if names else _plain(m.value)}"
        for m in found
        if (m.kind in ENTITY_TYPES if names else m.kind in ("Time", "Money", "Area") and m.value)
    )


def _plain(value: Value | None) -> str:
    return f"{value.lexical} {value.unit or ''}".strip() if value else ""


def _extract(given: str) -> Extraction:
    from kg.pipeline import extract

    return extract(_article(given))


def _facts(given: str) -> str:
    extraction = _extract(given)
    names = {entity.id: entity.names[0] for entity in extraction.entities}
    return "\n".join(
        f"{names[s.subject]} | {s.predicate} | {names[s.object] if isinstance(s.object, str) else _plain(s.object)}"
        for s in extraction.statements
    )


# file -> what is run on a case's input
RUNNERS: dict[str, Callable[[str], str]] = {
    "clean": _clean,
    "sentences": _sentences,
    "names": lambda given: _mentions(given, names=True),
    "values": lambda given: _mentions(given, names=False),
    "facts": _facts,
}
# In these, an expected line must be among those said; one that begins with "not " must not; others may be said too.
PARTIAL = frozenset(("names", "facts"))

CASES = [case for path in sorted(HERE.glob("*.md")) for case in read_cases(path)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}:{case.line}")
def test_golden(case: Case) -> None:
    assert case.file in RUNNERS, f"{case.file}.md: no such runner; use one of {', '.join(RUNNERS)}"
    said = RUNNERS[case.file](case.given)
    if case.file not in PARTIAL:
        assert said == case.expected, case.title
        return
    for line in case.expected.splitlines():
        wanted = not line.startswith("not ")
        assert (line.removeprefix("not ") in said.splitlines()) == wanted, f"{case.title}: {line!r} in\n{said}"


def test_cases_are_read_as_written(tmp_path: Path) -> None:
    path = tmp_path / "clean.md"
    path.write_text("a remark\n\nFirst\n.\n甲\n\n乙\n.\n丙\n.\n\nSecond\n.\n.\n.\n", encoding="utf-8")
    assert list(read_cases(path)) == [
        Case("clean", 3, "First", "甲\n\n乙", "丙"),
        Case("clean", 12, "Second", "", ""),
    ]
    path.write_text("Open\n.\n甲\n.\n", encoding="utf-8")
    with pytest.raises(ValueError, match="every case has three"):
        list(read_cases(path))
