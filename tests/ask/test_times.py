"""Times in questions."""

from __future__ import annotations

from datetime import date

import pytest

from kg.ask.times import ranges

TODAY = date(2023, 6, 1)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("2021年", "2021", "2021"), ("二〇二一年", "2021", "2021"), ("2021年3月", "2021-03", "2021-03"),
        ("2021年3月26日", "2021-03-26", "2021-03-26"), ("2021年3月至6月", "2021-03", "2021-06"),
        ("2021年11月到2022年2月", "2021-11", "2022-02"), ("2019-2021年", "2019", "2021"),
        ("2020年以来", "2020", None), ("2020年之后", "2021", None), ("2020年以前", None, "2019"),
        ("2021年3月之前", None, "2021-02"), ("2021年1月1日以前", None, "2020-12-31"), ("去年", "2022", "2022"),
        ("今年以来", "2023", None), ("今年3月", "2023-03", "2023-03"), ("去年下半年", "2022-07", "2022-12"),
        ("2021年一季度", "2021-01", "2021-03"), ("近三年", "2020-06-01", "2023-06-01"),
        ("近6个月", "2022-12-01", "2023-06-01"), ("上个月", "2023-05", "2023-05"), ("十四五期间", "2021", "2025"),
    ],
)  # fmt: skip
def test_ranges(words: str, start: str | None, end: str | None) -> None:
    whole = [found for found in ranges(words, TODAY) if found.place == (0, len(words))]
    assert whole and (whole[0].start, whole[0].end) == (start, end)


@pytest.mark.parametrize("words", ["2021年13月", "2021年2月30日", "20211年"])
def test_what_is_no_date_is_not_read_whole(words: str) -> None:
    assert not [found for found in ranges(words, TODAY) if found.place == (0, len(words))]
