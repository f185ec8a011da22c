"""What goes into the process that makes a file: a signed document's page, from the template it was signed under."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from apps.review.documents.templates import template_of
from apps.review.domain import final
from apps.review.selectors.letter_page import letter_page

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.selectors.decisions import SignedDocument


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page with its styles, and the ids of the documents whose words are enclosed in it."""

    html: str
    styles: str
    enclosed: tuple[str, ...] = ()


def printed_page(draft: "Draft", signed: "SignedDocument", person: "Person") -> PrintedPage:
    """Return the page of a signed document for a person that was let in to it."""
    template = template_of(final.template_of(signed.decision.final))
    context: dict[str, Any] = {"draft": draft, "signed": signed, "page": {"is_letter": final.is_letter(draft.kind)}}
    enclosed: tuple[str, ...] = ()
    if template.is_letter:
        letter = context["letter"] = letter_page(draft, signed, person)
        enclosed = tuple(one.enclosure.document_id for one in letter.enclosed if not one.enclosure.withheld)
    return PrintedPage(render_to_string(template.page, context), template.styles, enclosed)
