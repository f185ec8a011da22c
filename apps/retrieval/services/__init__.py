"""Writes to the index, and the searches over it: each one is kept."""

from apps.retrieval.services.indexing import redacted_document_index, redacted_documents_index
from apps.retrieval.services.purging import queries_purge
from apps.retrieval.services.searching import chart_read, passages_search

__all__ = [
    "chart_read",
    "passages_search",
    "queries_purge",
    "redacted_document_index",
    "redacted_documents_index",
]
