"""What base.html may ask about the person who looks at it."""

from django.http import HttpRequest

from apps.access.domain.roles import ROLES, Permission
from apps.access.models import Person


def rights(request: HttpRequest) -> dict[str, frozenset[Permission]]:
    """Give templates the role's rights, to show only links that lead somewhere. The guard is the view's, never this."""
    person = getattr(request, "user", None)
    return {"rights": ROLES[person.role].permissions if isinstance(person, Person) else frozenset()}
