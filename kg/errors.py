"""Errors that people read: each says where, what is wrong, and what to do. Caught once, at the command line."""

from __future__ import annotations


class KgError(Exception):
    """Any error that `kg` raises itself."""


class UserError(KgError):
    """Something the user can mend: one line that says where, what, and what to do."""


class ArticleError(UserError):
    """One article could not be read; the others go on."""


class TableError(UserError):
    """A row of a table (gazetteer, rules, articles.tsv) is wrong: names file, line and what was expected."""


class StoreError(UserError):
    """The store is missing, in use, damaged or not writable."""


class QueryError(UserError):
    """A query is malformed, or a ready question or its parameters are unknown."""


class UnknownNameError(UserError):
    """No entity bears this name; the message offers the nearest ones."""
