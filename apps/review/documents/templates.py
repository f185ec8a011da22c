"""Which page a signed document is printed from, by the name that its signature carries.

What binds its file is handed out as it was kept, whatever its template became since. Only what was signed before files
were bound is printed anew: the page of that time stays as it is.
"""

from dataclasses import dataclass

from apps.core.errors import Unavailable
from apps.review.domain.final import DOCUMENT_TEMPLATE, FIRST_TEMPLATE, LETTER_TEMPLATE


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
    DOCUMENT_TEMPLATE: Template("review/document_3.html", "document.css"),
    LETTER_TEMPLATE: Template("review/letter_3.html", "letter_3.css", is_letter=True),
}


def template_of(name: str) -> Template:
    """Return the template of a version's name. Raises TemplateUnknown."""
    try:
        return TEMPLATES[name]
    except KeyError:
        raise TemplateUnknown(f"The document was signed under the template {name}, which is not installed.") from None
