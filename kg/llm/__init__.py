"""An extraction in, the same with what a language model adds out: every claim with an exact quote, or not at all.

For those who have a model: any server that speaks the chat protocol of OpenAI, on this machine or elsewhere. The
model is told the guideline; what it says is held to the same ontology and evidence as what the rules say.
"""

from kg.llm.client import Client, LlmError
from kg.llm.reading import Added, LlmReader

__all__ = ["Added", "Client", "LlmError", "LlmReader"]
