"""Who may put an addendum beside what was signed, and which sources it may cite."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from apps.review.domain.status import RELEASED
from apps.review.selectors.rights import item_of, why_not_sign

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.review.selectors.accessed import AccessedDraft

NOT_RELEASED_YET = "Only what was signed and released is amended; this draft is not."


def why_not_amend(draft: "AccessedDraft", person: "Person") -> str:
    """Return why this person does not amend this document, or an empty text. Needs ``access_draft``."""
    item = item_of(draft)
    if item is None or item.status not in RELEASED:
        return NOT_RELEASED_YET
    return why_not_sign(draft, person)


def cited_numbers(final: Mapping[str, Any]) -> list[int]:
    """Return the numbers of the sources of a signed text, in order."""
    return sorted({citation["number"] for claim in final["claims"] for citation in claim["citations"]})
