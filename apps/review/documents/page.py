"""What goes into the process that makes a file: a signed document's page, from the template it was signed under."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from apps.core.errors import NotAllowed
from apps.review.documents.press import pdf_of
from apps.review.documents.templates import template_of
from apps.review.domain import final
from apps.review.selectors.consents import why_not_leave
from apps.review.selectors.letter_page import letter_page
from apps.review.selectors.signed_files import signed_pdf, why_not_handed

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


def signed_file(draft: "Draft", signed: "SignedDocument", person: "Person") -> bytes:
    """Return the bytes that were signed; of a signature from before files were bound, the document made anew.

    For a caller that verified the signature. Raises NotAllowed where a page in it was restricted since, and what
    ``pdf_of`` raises.
    """
    if sentence := why_not_leave(draft):
        raise NotAllowed(sentence)
    if not signed.signature.pdf_sha256:
        page = printed_page(draft, signed, person)
        return pdf_of(page.html, styles=page.styles)
    if sentence := why_not_handed(signed.signature):
        raise NotAllowed(sentence)
    return signed_pdf(signed.signature)


def printed_page(draft: "Draft", signed: "SignedDocument", person: "Person") -> PrintedPage:
    """Return the page of a signed document for a person that was let in to it."""
    template = template_of(final.template_of(signed.decision.final))
    context: dict[str, Any] = {"draft": draft, "signed": signed, "page": {"is_letter": final.is_letter(draft.kind)}}
    enclosed: tuple[str, ...] = ()
    if template.is_letter:
        letter = context["letter"] = letter_page(draft, signed, person)
        enclosed = tuple(one.enclosure.document_id for one in letter.enclosed if not one.enclosure.withheld)
    return PrintedPage(render_to_string(template.page, context), template.styles, enclosed)
