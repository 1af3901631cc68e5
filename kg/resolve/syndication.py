"""Articles that are one text printed several times: signatures in, clusters of article ids out."""

from __future__ import annotations

from collections.abc import Mapping

Signature = tuple[int, ...]


def signature(text: str) -> Signature:
    """A short sketch of a text, by which near-duplicates are found; plain integers, for JSON. Made where an article
    is read."""
    return ()


def near_duplicates(signatures: Mapping[str, Signature]) -> tuple[tuple[str, ...], ...]:
    """The clusters (two articles or more, sorted) of articles that tell one text, by their ids. Any order gives the
    same."""
    return ()
