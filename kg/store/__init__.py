"""Quads in, answers out: the graph as it is kept, one named graph an article, in an embedded Oxigraph store."""

from kg.store.embedded import Store
from kg.store.rows import Answer, Row, Rows, Triples, shortened, shown, table

__all__ = ["Answer", "Row", "Rows", "Store", "Triples", "shortened", "shown", "table"]
