"""A question in, rows out: ready questions, names -> entities, an entity's card, the network, the figures.

Everything is asked in SPARQL of whatever answers `select`; this package knows no store.
"""

from kg.query.card import Card, CardFact, card
from kg.query.names import Names
from kg.query.network import network
from kg.query.ready import Parameter, Question, bind, is_sparql, question, questions
from kg.query.source import Source
from kg.query.stats import Stats, stats

__all__ = [
    "Card",
    "CardFact",
    "Names",
    "Parameter",
    "Question",
    "Source",
    "Stats",
    "bind",
    "card",
    "is_sparql",
    "network",
    "question",
    "questions",
    "stats",
]
