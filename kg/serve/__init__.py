"""A store in, HTTP out: the SPARQL 1.1 protocol at /sparql, and the explorer's pages around it. Read-only."""

from kg.serve.app import create_app
from kg.serve.run import run
from kg.serve.settings import Settings

__all__ = ["Settings", "create_app", "run"]
