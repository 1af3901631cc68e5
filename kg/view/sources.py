"""Evidence in, numbers out: articles, sentences, rules and modalities are kept once each, a quote is a slice of one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

LONE = re.compile("[\ud800-\udfff]")  # half characters, which no file can hold


def units(text: str) -> int:
    """The length of a text as a browser counts it, in UTF-16 units.

    >>> units("园𠮷")
    3
    """
    return len(text.encode("utf-16-le")) // 2


class Once:
    """Things in the order in which they were first seen, each once."""

    def __init__(self) -> None:
        self.all: list[Any] = []
        self._numbers: dict[Any, int] = {}

    def number(self, thing: Any) -> int:
        """Where the thing stands in `all`."""
        if thing not in self._numbers:
            self._numbers[thing] = len(self.all)
            self.all.append(thing)
        return self._numbers[thing]


class Sources:
    """All that the facts of a graph rest on."""

    def __init__(self) -> None:
        self.articles, self.sentences, self.rules, self.modalities = Once(), Once(), Once(), Once()

    def evidence(self, said: Mapping[str, Any]) -> list[Any]:
        """[sentence, start and length of the quote in it, article, confidence, modality, rule].

        The lengths count UTF-16 units; where no sentence holds the quote, the quote itself is the sentence.
        """
        quote = LONE.sub("\ufffd", str(said.get("quote") or ""))
        sentence = LONE.sub("\ufffd", str(said.get("sentence") or ""))
        at = sentence.find(quote)
        if at < 0:
            sentence, at = quote, 0
        article = tuple(str(said.get(key) or "") for key in ("article", "title", "published", "url"))
        confidence = said.get("confidence")
        return [
            self.sentences.number(sentence),
            units(sentence[:at]),
            units(quote),
            self.articles.number(article),
            1 if confidence is None else round(float(confidence), 3),
            self.modalities.number(str(said.get("modality") or "asserted")),
            self.rules.number(str(said.get("rule") or "")),
        ]
