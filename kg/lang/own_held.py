"""The own terms of the tables that KG_LANG_DIR names, taken into use: once a process, workers too."""

from __future__ import annotations

import os

from kg.lang.own_terms import read_own_terms
from kg.tables import OWN_LANGUAGE
from kg.terms import Terms, add, own_terms, use
from kg.vocabulary import BASE


class _Read:
    folder = ""
    terms = Terms()


def use_tables(base: str) -> None:
    """From now on the own terms of the tables hold, and no others. Raises TableError: file, line, what."""
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
