"""Dates at the precision known: a year, a month or a day, and steps between them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from kg.model import Value


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month of a year, or a day; always one that the calendar has, years 1000 to 9999."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def value(self) -> Value:
        """The typed value: date, gYearMonth or gYear.

        >>> PartialDate(2021, 3).value
        Value(lexical='2021-03', datatype='gYearMonth', unit=None)
        """
        if self.month is None:
            return Value(f"{self.year:04}", "gYear")
        if self.day is None:
            return Value(f"{self.year:04}-{self.month:02}", "gYearMonth")
        return Value(f"{self.year:04}-{self.month:02}-{self.day:02}", "date")

    def shifted(self, unit: str, count: int) -> PartialDate | None:
        """This date `count` units (day, month, year) on, told no finer than that unit; None where that is not known.

        The unit ``week`` counts days from the Monday of this date's week: 上周五 is -3.

        >>> PartialDate(2021, 12, 30).shifted("day", 3), PartialDate(2021, 12, 30).shifted("month", 1)
        (PartialDate(year=2022, month=1, day=2), PartialDate(year=2022, month=1, day=None))
        """
        if unit == "year":
            return partial(self.year + count)
        if self.month is None:
            return None
        if unit == "month":
            years, month = divmod(self.month - 1 + count, 12)
            return partial(self.year + years, month + 1)
        if self.day is None:
            return None
        start = date(self.year, self.month, self.day)
        try:
            moved = start + timedelta(days=count - (start.weekday() if unit == "week" else 0))
        except OverflowError:
            return None
        return partial(moved.year, moved.month, moved.day)

    def days_after(self, other: PartialDate) -> int:
        """How many days this date lies after `other` at the precision that both have; 0 within it."""
        if self.month is None or other.month is None:
            return (self.year - other.year) * 365
        if self.day is None or other.day is None:
            return ((self.year - other.year) * 12 + self.month - other.month) * 30
        return (date(self.year, self.month, self.day) - date(other.year, other.month, other.day)).days


def partial(year: int, month: int | None = None, day: int | None = None) -> PartialDate | None:
    """The date where the calendar has it, else None (2021-02-30, month 13).

    >>> partial(2021, 2, 29) is None
    True
    """
    if not 1000 <= year <= 9999 or (month is not None and not 1 <= month <= 12):
        return None
    if day is not None and (month is None or not 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return PartialDate(year, month, day)


def parse_date(written: str | None) -> PartialDate | None:
    """An ISO date (``2021-03-26``, ``2021-03``, ``2021``) as a date; None for anything else.

    >>> parse_date("2021-03")
    PartialDate(year=2021, month=3, day=None)
    """
    matched = re.match(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?!\d))?)?", written or "")
    return partial(*(int(part) if part else None for part in matched.groups())) if matched else None  # type: ignore[arg-type]
