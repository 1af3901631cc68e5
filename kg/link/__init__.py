"""Mentions of one article in; its entities, and every mention linked with score and reasons, out."""

from kg.link.linking import link

__all__ = ["link"]
