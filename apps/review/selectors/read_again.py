"""Who reads a decided draft a second time answers before any page tells them what was decided."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

from apps.review.domain.status import ENDED
from apps.review.selectors.rights import item_of

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft


def check_not_reading(draft: "Draft", person: "Person") -> None:
    """Raise Detour to the reading while it waits for the person's answer. No SQL while nothing was decided.

    The room that gives readings is found by its dotted path.
    """
    item = item_of(draft)
    if item is not None and item.status in ENDED:
        import_string(settings.WORKBENCH_READING_CHECK)(person=person, draft_id=draft.pk)
