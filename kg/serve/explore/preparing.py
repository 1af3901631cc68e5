"""What pages need and a build alone decides, made ready in the background as soon as the build is there."""

from __future__ import annotations

import logging
from threading import Thread

from kg.errors import KgError
from kg.serve.explore.asking import examples
from kg.serve.explore.home import finder, quoted
from kg.serve.explore.index import make
from kg.serve.explore.pairs import pairs
from kg.serve.explore.sums import sums
from kg.serve.reader import Reader

log = logging.getLogger("kg.serve")


def prepare(source: Reader) -> None:
    """Begin, in a thread of its own that ends with the server."""
    Thread(target=_prepare, args=(source,), name="prepare", daemon=True).start()


def _prepare(source: Reader) -> None:
    try:
        table = source.once("explore index", make)
        for derived in (table.about, table.by_type, table.by_name, table.years, table.regions):
            len(derived)
        for made in (finder, quoted, pairs, sums, examples):
            made(source)
    except (KgError, RuntimeError) as error:
        log.debug("pages are made ready when they are first asked for: %s", error)
