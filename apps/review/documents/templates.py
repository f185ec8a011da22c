"""Which page a signed document is printed from. A signature names its version; a version is never changed."""

from dataclasses import dataclass

from apps.core.errors import Unavailable
from apps.review.domain.final import DOCUMENT_TEMPLATE, FIRST_TEMPLATE, LETTER_TEMPLATE, SECOND_TEMPLATE


class TemplateUnknown(Unavailable):
    """The document was signed under a template that this release does not have."""


@dataclass(frozen=True, slots=True)
class Template:
    """A page and its styles."""

    page: str
    styles: str
    is_letter: bool = False


TEMPLATES = {
    FIRST_TEMPLATE: Template("review/draft_pdf.html", "document.css"),
    SECOND_TEMPLATE: Template("review/letter_pdf.html", "letter_pdf.css", is_letter=True),
    DOCUMENT_TEMPLATE: Template("review/document_3.html", "document.css"),
    LETTER_TEMPLATE: Template("review/letter_3.html", "letter_3.css", is_letter=True),
}


def template_of(name: str) -> Template:
    """Return the template of a version's name. Raises TemplateUnknown."""
    try:
        return TEMPLATES[name]
    except KeyError:
        raise TemplateUnknown(f"The document was signed under the template {name}, which is not installed.") from None
