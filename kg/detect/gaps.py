"""Spaces that only set Latin words apart (长三角 G60 科创走廊), taken out before names are sought."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.model import Mention, Span

_HAN = "\u3400-\u9fff"
# Before digits a space parts the halves of a headline (启动 10个项目签约): it stays.
_LATIN = re.compile(
    rf"(?:(?<=[{_HAN}0-9])(?P<before> ))?(?<![A-Za-z])[A-Za-z][A-Za-z0-9]*(?:(?P<after> )(?=[{_HAN}]))?"
)


@dataclass(frozen=True, slots=True)
class Closed:
    """A text without its gaps, and where each of its characters stood (and its end)."""

    text: str
    places: list[int]

    def opened(self, mentions: Iterable[Mention], original: str) -> Iterator[Mention]:
        """The same mentions where they stand in the original text."""
        for mention in mentions:
            start, end = self.places[mention.span.start], self.places[mention.span.end - 1] + 1
            yield replace(mention, span=Span(start, end), surface=original[start:end])


def closed(copy: str) -> Closed | None:
    """An aligned text without its gaps; None where it has none."""
    gaps = [match.start(side) for match in _LATIN.finditer(copy) for side in ("before", "after") if match[side]]
    if not gaps:
        return None
    edges = [-1, *gaps, len(copy)]
    places = [i for left, right in pairwise(edges) for i in range(left + 1, right)]
    return Closed("".join(copy[i] for i in places), [*places, len(copy)])
