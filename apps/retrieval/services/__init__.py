"""Writes to the index, and the searches over it: each one is kept."""

from apps.retrieval.services.indexing import passages_relabel, redacted_document_index, redacted_documents_index
from apps.retrieval.services.purging import queries_purge
from apps.retrieval.services.searching import passages_search

__all__ = [
    "passages_relabel",
    "passages_search",
    "queries_purge",
    "redacted_document_index",
    "redacted_documents_index",
]
