"""Files are written whole or not at all, in the format that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import UserError
from kg.export import format_for, write_file

FORMATS = {"turtle": "ttl", "nquads": "nq"}


def test_the_suffix_tells_the_format_and_a_given_one_wins() -> None:
    assert format_for("a.TTL", None, FORMATS) == "turtle"
    assert format_for("a.ttl", "nquads", FORMATS) == "nquads"


@pytest.mark.parametrize(("out", "given"), [("a.txt", None), ("a", None), ("-", None), ("a.ttl", "n3")])
def test_an_unknown_format_lists_those_there_are(out: str, given: str | None) -> None:
    with pytest.raises(UserError, match=r"use one of turtle \(\.ttl\), nquads \(\.nq\)"):
        format_for(out, given, FORMATS)


def test_a_file_is_replaced_only_when_the_new_one_is_whole(tmp_path: Path) -> None:
    out = tmp_path / "a.ttl"
    write_file(out, [b"one", b"two"])
    assert out.read_bytes() == b"onetwo"

    def broken() -> Iterator[bytes]:
        yield b"three"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_file(out, broken())
    assert out.read_bytes() == b"onetwo"
    assert [path.name for path in tmp_path.iterdir()] == ["a.ttl"]


def test_an_unwritable_place_is_told_in_one_line(tmp_path: Path) -> None:
    for out in (tmp_path / "no" / "a.ttl", tmp_path):
        with pytest.raises(UserError, match=r"^[^\n]*cannot be written[^\n]*$"):
            write_file(out, [b""])
