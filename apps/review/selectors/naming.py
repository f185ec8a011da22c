"""How people are called on a page about a draft: by name, or by their role where it is not for the reader to know."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from apps.access.domain.roles import Permission
from apps.access.selectors import may

if TYPE_CHECKING:
    from apps.access.models import Person

Naming = Callable[["Person"], str]


def naming_for(reader: "Person", *, granted: bool) -> Naming:
    """Return how a reader is told who did what: names for who treats the patient or reads the audit log.

    Who reads the quality figures comes here from a rate: a name beside it would make it somebody's.
    """
    if granted or may(reader, Permission.VIEW_AUDIT):
        return lambda person: person.formal_name
    return lambda person: person.formal_name if person.pk == reader.pk else f"a {person.role_name.lower()}"
