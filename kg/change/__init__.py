"""Articles as they were read and judgements in, the graph of what they mean together out.

The graph is a function of the articles' own words (`kg.store.extracts`) and the judgements: whatever came first, last
or in between, the same articles and judgements give the same graph. `settle` brings the store to it, and writes only
what differs.
"""

from kg.change.claims import ClaimRow, claim_rows
from kg.change.importing import import_file
from kg.change.operations import remove_articles, resolve_store
from kg.change.settling import settle

__all__ = ["ClaimRow", "claim_rows", "import_file", "remove_articles", "resolve_store", "settle"]
