"""Layers of mentions in, one layer without overlaps out: what stands in an earlier layer wins."""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Mention


def settle(layers: Iterable[Iterable[Mention]]) -> list[Mention]:
    """Keep a mention where no earlier layer's mention shares a character with it; within a layer the longer wins."""
    taken = bytearray()  # 1 at each place that a kept mention has
    kept: list[Mention] = []
    for layer in layers:
        for mention in sorted(layer, key=lambda m: (m.span.start - m.span.end, m.span.start)):
            start, end = mention.span.start, mention.span.end
            if taken.find(1, start, end) < 0:
                taken.extend(bytes(max(0, end - len(taken))))
                taken[start:end] = b"\x01" * (end - start)
                kept.append(mention)
    return sorted(kept, key=lambda m: (m.span.start, m.span.end))
