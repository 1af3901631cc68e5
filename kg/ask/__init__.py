"""Questions in Chinese in, answers with their evidence out; no model: words, names and shapes are tables.

A question is cut into names of the graph, words of `lang/zh/ask`, and times; its shape tells what is asked of what, and
the queries in `queries/` look that up. A word that is left over, a name that nobody bears, an opinion, a comparison:
then nothing is guessed, and the answer says what it could not make sense of.
"""

from kg.ask.answer import Answer, Evidence, Item
from kg.ask.asking import ask, examples

__all__ = ["Answer", "Evidence", "Item", "ask", "examples"]
