"""`kg reject`."""

from __future__ import annotations

from kg.cli.claims import claim_command

command = claim_command(
    "reject",
    """Say that a claim is wrong.

It leaves the graph, on every build. CLAIM is a claim's IRI (id:claim/…) or the sixteen signs at its end. The row
tells it by what it says and by its words, so that it is found again when the article has been edited. A fact that no
other claim tells goes with it.

\b
Example: kg reject --fact 重庆高新区 totalInvestment 163200000000
""",
)
