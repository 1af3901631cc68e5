"""Bytes of a graph in, a file out: whole, or not at all."""

from kg.export.file import format_for, write_file

__all__ = ["format_for", "write_file"]
