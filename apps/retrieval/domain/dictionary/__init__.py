"""The clinical dictionary: which words of a question and of a chart mean the same."""

from apps.retrieval.domain.dictionary.compiling import Dictionary, Meaning, read_dictionary
from apps.retrieval.domain.dictionary.lines import DictionaryFault, ExpansionKind, Line
from apps.retrieval.domain.dictionary.words import TOKEN, Key, folded, key_of, singular

__all__ = [
    "TOKEN",
    "Dictionary",
    "DictionaryFault",
    "ExpansionKind",
    "Key",
    "Line",
    "Meaning",
    "folded",
    "key_of",
    "read_dictionary",
    "singular",
]
