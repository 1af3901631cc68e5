"""A file's bytes in, its pages out: `pages` tells the format by content and hands over to the reader of that format."""

from kg.read.formats.page import LARGEST, Found, Opened, Page, Unreadable
from kg.read.formats.table import PACKED, SUFFIXES, pages

__all__ = ["LARGEST", "PACKED", "SUFFIXES", "Found", "Opened", "Page", "Unreadable", "pages"]
