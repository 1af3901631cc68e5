"""Text in, sentences and tokens out: `split_sentences` gives spans, `tokens` words with part of speech and place."""

from kg.segment.sentences import split_sentences
from kg.segment.tokens import tokens

__all__ = ["split_sentences", "tokens"]
