"""A linear-chain CRF at work: how probable each label is at each place, and the best labelling.

Many sequences are read at once. Sequences are kept in step, the longest first: one row for each place, all first
places, then all second ones, and so on; a step of the recursion is one product for all sequences that are that long.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_RESCALED = 8  # steps after which the numbers are brought back to 1; they neither vanish nor overflow between
_SLACK = 1e-6  # by which a probability may be off, in proportion


def read_chains(emissions: Floats, transitions: Floats, lengths: Sequence[int]) -> tuple[Floats, Ints]:
    """The probability of each label at each place, and the label there of each sequence's best labelling.

    `emissions`: (places, labels), the sequences of `lengths` (none 0) one after the other; `transitions`: (from, to).
    """
    moves = np.exp(transitions)
    peaks = np.exp(emissions - emissions.max(axis=1, keepdims=True))
    forward, backward = _recursions(peaks, moves, lengths)
    marginals = forward * backward / peaks
    marginals /= marginals.sum(axis=1, keepdims=True)
    return marginals, _best(
        emissions, transitions, lengths, marginals, _certainties(marginals, backward, moves, lengths)
    )


def _recursions(peaks: Floats, moves: Floats, lengths: Sequence[int]) -> tuple[Floats, Floats]:
    """Forward and backward numbers of each place, both with the place's own emission, to any scale."""
    sizes = np.array(lengths, np.int64)
    ends = np.cumsum(sizes)
    order = np.argsort(-sizes, kind="stable")
    ranked, firsts = sizes[order], (ends - sizes)[order]
    alive = np.searchsorted(-ranked, -np.arange(ranked[0]), side="left")  # how many sequences have a place `step`
    rank = _counted(alive)
    step = np.repeat(np.arange(ranked[0]), alive)
    onward = firsts[rank] + step
    backward = firsts[rank] + ranked[rank] - 1 - step
    size = len(moves)
    both = np.concatenate((peaks[onward], peaks[backward]), axis=1)
    steps = np.zeros((2 * size, 2 * size))
    steps[:size, :size], steps[size:, size:] = moves, moves.T
    _run(both, steps, alive.tolist(), size)
    found = np.empty_like(both)
    found[onward, :size], found[backward, size:] = both[:, :size], both[:, size:]
    return found[:, :size], found[:, size:]


def _counted(counts: Ints) -> Ints:
    """0, 1, … up to each count, one after the other."""
    ends = np.cumsum(counts)
    return np.arange(ends[-1]) - np.repeat(ends - counts, counts)


def _run(rows: Floats, moves: Floats, alive: list[int], size: int) -> None:
    """Both recursions in place, side by side: each step's rows times what leads to them from the step before."""
    at, room = alive[0], np.empty((alive[0], rows.shape[1]))
    before = rows[:at]
    for step, count in enumerate(alive[1:], start=1):
        here, product = rows[at : at + count], room[:count]
        np.dot(before[:count], moves, product)
        np.multiply(here, product, here)
        if not step % _RESCALED:
            halves = here.reshape(count, 2, size)
            halves /= halves.max(axis=2, keepdims=True)
        before, at = here, at + count


def _certainties(marginals: Floats, backward: Floats, moves: Floats, lengths: Sequence[int]) -> Floats:
    """How probable the labelling is, of each sequence, that takes the likeliest label at each place."""
    labels = marginals.argmax(axis=1)
    leading = moves[labels[:-1]] * backward[1:]
    places = np.arange(len(labels))
    chances = np.empty(len(labels))
    chances[1:] = leading[places[:-1], labels[1:]] / leading.sum(axis=1)
    starts = np.cumsum([0, *lengths[:-1]])
    chances[starts] = marginals[starts, labels[starts]]
    sure: Floats = np.exp(np.add.reduceat(np.log(chances + 1e-300), starts))
    return sure


def _best(
    emissions: Floats, transitions: Floats, lengths: Sequence[int], marginals: Floats, certainties: Floats
) -> Ints:
    """The best labelling of each sequence.

    No label of it can be less probable at its place than a whole labelling is: few labels are left to choose from, at
    most places one. Only the stretches between those are searched.
    """
    allowed = marginals >= np.repeat(certainties * (1 - _SLACK), lengths)[:, None]
    labels: Ints = marginals.argmax(axis=1)
    open_ = allowed.sum(axis=1) > 1
    if not open_.any():
        return labels
    starts = np.zeros(len(labels) + 1, bool)
    starts[np.cumsum([0, *lengths])] = True
    begins = np.flatnonzero(open_ & ~np.concatenate(([False], open_[:-1] & ~starts[1:-1])))
    ends = np.flatnonzero(open_ & ~np.concatenate((open_[1:] & ~starts[1:-1], [False]))) + 1
    steps = transitions.tolist()
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        left = begin if starts[begin] else begin - 1
        right = end if starts[end] else end + 1
        choices = [np.flatnonzero(row).tolist() for row in allowed[left:right]]
        labels[left:right] = _search(choices, emissions[left:right].tolist(), steps)
    return labels


def _search(choices: list[list[int]], emissions: list[list[float]], steps: list[list[float]]) -> list[int]:
    """The best labels of a stretch, one of the choices at each place (Viterbi)."""
    scores = {label: emissions[0][label] for label in choices[0]}
    origins: list[dict[int, int]] = []
    for here, emission in zip(choices[1:], emissions[1:], strict=True):
        origin, reached = {}, {}
        for label in here:
            ways = {last: score + steps[last][label] for last, score in scores.items()}
            origin[label] = max(ways, key=ways.__getitem__)
            reached[label] = ways[origin[label]] + emission[label]
        scores = reached
        origins.append(origin)
    labels = [max(scores, key=scores.__getitem__)]
    for origin in reversed(origins):
        labels.append(origin[labels[-1]])
    return labels[::-1]
