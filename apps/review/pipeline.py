"""Acts that need more than one service: the password before the signature, the slot before the page."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from apps.access.services import step_up_check
from apps.core.actors import Actor
from apps.review import services
from apps.review.services.decisions import Judgement

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.models import Signature


def draft_sign(
    *,
    draft: "Draft",
    judgement: Judgement,
    meaning: str,
    header: Mapping[str, str],
    password: str,
    person: "Person",
    actor: Actor,
) -> "Signature":
    """Ask for the password again, then decide and sign. A wrong password stays on record though nothing was signed."""
    step_up_check(person=person, password=password, actor=actor)
    return services.item_sign(
        draft=draft, judgement=judgement, meaning=meaning, header=header, person=person, actor=actor
    )
