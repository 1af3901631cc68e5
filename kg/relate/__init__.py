"""Linked mentions in, statements out: which predicate holds between what, with the words that say so."""

from kg.relate.relating import Relating, relate

__all__ = ["Relating", "relate"]
