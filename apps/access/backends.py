"""Who is signed in, read with what every page tells them, in the one statement that each request makes anyway."""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend

from apps.access.models import Person
from apps.access.selectors import people_with_notices
from apps.core.standing import standing_everywhere


class PersonBackend(AuthenticationBackend):
    """See django-allauth; a session's person comes with the emergencies they opened and those they have to review."""

    def get_user(self, user_id: UUID | str) -> Person | None:
        with standing_everywhere():  # where a request stands is known once it is known who makes it
            person = people_with_notices().filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None
