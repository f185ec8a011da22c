"""Writes to the index, and the searches over it: each one is kept."""

from apps.retrieval.services.indexing import passages_relabel, redacted_document_index, redacted_documents_index
from apps.retrieval.services.purging import queries_purge
from apps.retrieval.services.references import Reference, ReferenceRefused, reference_add
from apps.retrieval.services.refusing import question_refuse
from apps.retrieval.services.reindexing import (
    ReindexError,
    index_build_batch,
    index_build_start,
    index_drop,
    index_drop_batch,
    index_switch,
)
from apps.retrieval.services.searching import chart_read, passages_search

__all__ = [
    "Reference",
    "ReferenceRefused",
    "ReindexError",
    "chart_read",
    "index_build_batch",
    "index_build_start",
    "index_drop",
    "index_drop_batch",
    "index_switch",
    "passages_relabel",
    "passages_search",
    "queries_purge",
    "question_refuse",
    "redacted_document_index",
    "redacted_documents_index",
    "reference_add",
]
