"""Text -> tokens. Hints, no more: a name found in the gazetteer is never cut by them."""

from __future__ import annotations

from kg.lang.words import tagged


def tokens(text: str) -> list[tuple[str, str, int]]:
    """The words of `text` as (word, jieba part-of-speech tag, offset in code points); joined they are the text.

    >>> tokens("重庆高新区")
    [('重庆', 'ns', 0), ('高新区', 'nr', 2)]
    """
    placed = []
    start = 0
    for word, tag in tagged(text):
        placed.append((word, tag, start))
        start += len(word)
    return placed
