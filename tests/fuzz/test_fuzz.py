"""Inputs that went wrong once, and thousands of new ones: nothing but what can be read of us is ever raised.

`make fuzz` is the long form: a fuzzer that sees which lines an input reaches, for millions of inputs.
"""

from __future__ import annotations

import zlib
from random import Random

import pytest

from tests.fuzz.mutation import mutated
from tests.fuzz.seeds import CORPUS, seeds, words
from tests.fuzz.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_kept_goes_well(name: str) -> None:
    assert seeds(name)
    for data in seeds(name):
        TARGETS[name].check(data)


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_made_of_it_goes_well(name: str) -> None:
    target, chance = TARGETS[name], Random(zlib.crc32(name.encode()))
    for _ in range(target.tries):
        data = mutated(chance.choice(seeds(name)), seeds(name), words(name), chance)
        try:
            target.check(data)
        except BaseException as error:
            error.add_note(f"input of {name}: {data!r}")
            raise


def test_the_corpus_is_small_and_known() -> None:
    files = [path for path in CORPUS.rglob("*") if path.is_file()]
    assert len(files) < 300 and sum(path.stat().st_size for path in files) < 300_000
    assert {path.parent.name for path in files} <= {*TARGETS}
