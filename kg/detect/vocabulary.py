"""Words, tags, marks and characters as small whole numbers: the alphabet of the models of names."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

BITS = 17  # of a number; three of them and the number of a template make one key
UNKNOWN = 0
_PLANE = 0x10000  # characters beyond the first plane are rare enough to be unknown


class Vocabulary:
    """Token -> number, from 1; 0 for what is unknown.

    One that is still `growing` numbers each new token, in order of appearance: for learning.
    """

    def __init__(self, tokens: Iterable[str] = (), *, growing: bool = False) -> None:
        self.tokens = list(tokens)
        self._numbers = {token: number for number, token in enumerate(self.tokens, start=1)}
        self._growing = growing
        self._letters = np.zeros(_PLANE, np.int64)
        for token, number in self._numbers.items():
            if len(token) == 1 and ord(token) < _PLANE:
                self._letters[ord(token)] = number

    def number(self, token: str) -> int:
        """The number of one token."""
        number = self._numbers.get(token, UNKNOWN)
        if not number and self._growing:
            self.tokens.append(token)
            number = self._numbers[token] = len(self.tokens)
            if number >> BITS:
                raise ValueError(f"more than {1 << BITS} different words and marks")
            if len(token) == 1 and ord(token) < _PLANE:
                self._letters[ord(token)] = number
        return number

    def numbers(self, tokens: Iterable[str]) -> Ints:
        """The numbers of many tokens."""
        if self._growing:
            return np.array([self.number(token) for token in tokens], np.int64)
        return np.fromiter(map(self._numbers.get, tokens, repeat(UNKNOWN)), np.int64)

    def letters(self, text: str) -> Ints:
        """The number of each character of a text; one beyond the first plane is unknown."""
        if self._growing:
            for character in dict.fromkeys(text):
                self.number(character)
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        return self._letters[np.minimum(codes, _PLANE - 1)]
