"""`kg accept`."""

from __future__ import annotations

from kg.cli.claims import claim_command

command = claim_command(
    "accept",
    """Say that a claim is right.

It is sure from then on, on every build. CLAIM is a claim's IRI (id:claim/…) or the sixteen signs at its end. The row
tells it by what it says and by its words, so that it is found again when the article has been edited. What was
rejected comes back.

\b
Example: kg accept --fact 政务服务跨省通办合作备忘录 signatory 重庆高新区
""",
)
