"""The plain-text cases of `golden/read/`: title, `.`, the page, `.`, what cleaning makes of it, `.`"""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.read import clean

FOLDER = Path(__file__).parents[1] / "golden" / "read"


def cases() -> list[tuple[str, str, str]]:
    found = []
    for path in sorted(FOLDER.glob("*.md")):
        blocks = path.read_text(encoding="utf-8").split("\n.\n")
        for title, page, expected in zip(blocks[0::3], blocks[1::3], blocks[2::3], strict=False):
            found.append((f"{path.stem}: {title.strip().splitlines()[-1]}", page, expected))
    return found


@pytest.mark.parametrize(("title", "page", "expected"), cases(), ids=[case[0] for case in cases()])
def test_case(title: str, page: str, expected: str) -> None:
    assert clean(page) == expected, title


def test_there_are_cases() -> None:
    assert len(cases()) >= 20
