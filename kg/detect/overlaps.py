"""Layers of mentions in, one layer without overlaps out: what stands in an earlier layer wins."""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Mention


def settle(layers: Iterable[Iterable[Mention]]) -> list[Mention]:
    """Keep a mention where no earlier layer's mention shares a character with it; within a layer the longer wins."""
    taken: set[int] = set()
    kept: list[Mention] = []
    for layer in layers:
        for mention in sorted(layer, key=lambda m: (-len(m.span), m.span.start)):
            places = range(mention.span.start, mention.span.end)
            if taken.isdisjoint(places):
                taken.update(places)
                kept.append(mention)
    return sorted(kept, key=lambda m: (m.span.start, m.span.end))
