"""Where a person's own requests stand (``core.standing``, decision 0059)."""

from contextlib import AbstractContextManager

from apps.access.domain.roles import Permission
from apps.access.models import Person
from apps.access.selectors import may
from apps.core.standing import standing_in


def where_stands(person: object) -> AbstractContextManager[None]:
    """Stand in a person's organization; who opens charts is shown the words of those alone that are open to them.

    Whose role opens none works with the papers of the house, whosever grant there is: their pages show no chart, but
    what they decide (may this letter leave?) must not overlook a document. Nobody signed in stands nowhere.
    """
    if not isinstance(person, Person):
        return standing_in(None)
    return standing_in(person.organization_id, reader=person.pk if may(person, Permission.OPEN_CHARTS) else None)
