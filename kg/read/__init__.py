"""Files in, articles out: `read_articles` finds, decodes and cleans them; `clean` is the text's part of it."""

from kg.read.articles import how_many, is_there, read_articles
from kg.read.clean import clean

__all__ = ["clean", "how_many", "is_there", "read_articles"]
