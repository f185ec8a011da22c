"""Who may put an addendum beside what was signed, and which sources it may cite."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apps.review.domain.status import RELEASED
from apps.review.selectors.rights import item_of, why_not_sign

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.review.selectors.accessed import AccessedDraft
    from apps.review.selectors.decisions import SignedDocument

DAY = re.compile(r"\s+\d{1,2} [A-Z][a-z]{2} \d{4}$")
NOT_RELEASED_YET = "Only what was signed and released is amended; this draft is not."


def why_not_amend(draft: "AccessedDraft", person: "Person") -> str:
    """Return why this person does not amend this document, or an empty text. Needs ``access_draft``."""
    item = item_of(draft)
    if item is None or item.status not in RELEASED:
        return NOT_RELEASED_YET
    return why_not_sign(draft, person)


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document that a signed text cites, with the numbers under which it does."""

    label: str
    numbers: tuple[int, ...]

    @property
    def kind(self) -> str:
        """Return what it is called without its day."""
        return DAY.sub("", self.label) or self.label


def cited_documents(signed: "SignedDocument") -> list[CitedDocument]:
    """Return the documents that a signed text cites, in the order of their first number."""
    numbers: dict[str, list[int]] = {}
    for source in signed.sources:
        numbers.setdefault(source.label, []).extend(one.number for one in source.citations)
    found = (CitedDocument(label, tuple(sorted(set(own)))) for label, own in numbers.items())
    return sorted(found, key=lambda one: one.numbers)


def cited_numbers(final: Mapping[str, Any]) -> list[int]:
    """Return the numbers of the sources of a signed text, in order."""
    return sorted({citation["number"] for claim in final["claims"] for citation in claim["citations"]})
