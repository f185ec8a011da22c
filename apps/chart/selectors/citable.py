"""Of a chart the words that a letter cites, and nothing else: for staff who see a letter to its payer."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from apps.chart.models import SourceDocument
from apps.chart.permission import citable_to_role, documents_citable

if TYPE_CHECKING:
    from apps.access.models import Person


def documents_citable_to(person: "Person") -> QuerySet[SourceDocument]:
    """Return every version of every document of which a person may read what a letter cites."""
    return documents_citable(person)


def citable_to(person: "Person", column: str) -> Q:
    """Return what may be cited to a person, of what has a document in ``column``: half of the fence.

    That they hold the grant on the patient is asked in the outer statement.
    """
    return citable_to_role(person.role, column)


def access_cited_document(person: "Person", document_id: UUID | str) -> SourceDocument:
    """Return a document for the words in it that a letter cites, or raise Http404 for a stranger."""
    document = documents_citable(person).filter(pk=document_id).select_related("patient").first()
    if document is None:
        raise Http404("No such document.")
    return document
