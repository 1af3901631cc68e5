"""The command line: parse, call, print. One module a command; only the one that is asked for is loaded.

This module itself loads next to nothing: a small query is answered before click would have been read (`kg.cli.quick`).
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # typing's own would load it
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

# command -> what it does; the module of the same name holds it. `kg --help` prints this without loading any of them.
COMMANDS: dict[str, str] = {
    "init": "Write a kg.toml with comments: the settings of this folder's graph.",
    "build": "Read articles and bring them into the graph.",
    "query": "Ask the graph: a ready question, or SPARQL.",
    "ask": "Ask in Chinese; the answer comes with the words that say so.",
    "show": "Show an entity's card: names, types, facts with their words.",
    "stats": "Count articles, entities and facts.",
    "export": "Write the graph to a file: RDF, or what Gephi, Neo4j and Excel read.",
    "import": "Take over the articles of a graph that `kg export` wrote.",
    "report": "Write a report on one entity: who, what, when, how much, with the quotes as footnotes.",
    "view": "Write the graph as a page for the browser: network, timeline, matrix, map.",
    "serve": "Serve the graph over HTTP, read-only: SPARQL at /sparql, pages for people at /.",
    "mcp": "Give an LLM assistant read-only tools over the graph, by the Model Context Protocol.",
    "same": "Say that two things are one.",
    "different": "Say that two things are two.",
    "rename": "Choose the name by which a node is shown.",
    "retype": "Say of what type a node is.",
    "reject": "Say that a claim is wrong.",
    "accept": "Say that a claim is right.",
    "undo": "Take the last judgement back.",
    "review": "Walk through what is doubtful: merges and weak facts.",
    "conflicts": "Show where articles contradict each other.",
    "remove": "Remove articles from the graph.",
    "log": "Show what each build added, changed, removed and merged.",
    "explain": "Show sentence by sentence what is read from an article, and why.",
    "doctor": "Say what is installed, missing, writable, and how big the graph is.",
    "score": "Measure the extraction against annotated articles.",
}


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status: 0 done, 1 something the user can mend, 2 wrong usage."""
    from kg.cli.group import run

    return run(arguments)


def __getattr__(name: str) -> Any:
    if name in ("cli", "LazyGroup"):
        from kg.cli import group

        return getattr(group, name)
    raise AttributeError(name)


def main() -> None:
    """The entry point `kg`."""
    from kg.cli.quick import answered

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    status = answered(sys.argv[1:])
    sys.exit(run() if status is None else status)
