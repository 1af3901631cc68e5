"""The own terms of the tables that KG_LANG_DIR names, taken into use: once a process, workers too."""

from __future__ import annotations

import os
from collections.abc import Iterable

from kg.lang.own_terms import read_own_terms
from kg.tables import OWN_LANGUAGE
from kg.terms import Terms, add, own_terms, use
from kg.vocabulary import BASE


class _Read:
    folder = ""
    terms = Terms()


def take_tables(base: str, marks: Iterable[str]) -> None:
    """From now on the own terms of the tables hold, and no others; but where some of the articles that are kept, with
    these `marks`, were imported, those that they brought along go on to hold. Raises TableError: file, line, what."""
    if any(mark.startswith("imported ") for mark in marks):
        hold_tables(base, anew=True)
    else:
        use(_read(anew=True), base)


def hold_tables(base: str | None = None, *, anew: bool = False) -> None:
    """See that the own terms of the tables hold, beside those of graphs. Without a `base` their IRIs do not matter.

    Raises TableError: file, line, what.
    """
    terms = _read(anew=anew)
    if terms and (anew or own_terms().words is not terms.words):
        add(terms, base or BASE)


def _read(*, anew: bool) -> Terms:
    folder = os.environ.get(OWN_LANGUAGE, "")
    if anew or folder != _Read.folder:
        _Read.folder, _Read.terms = folder, read_own_terms() if folder else Terms()
    return _Read.terms
