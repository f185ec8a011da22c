"""A halted draft in words: what happened to it, whether it may go on, and what a person can do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apps.core import clock
from apps.core.templatetags.workbench import clinical_moment
from apps.drafting.domain.status import DraftStatus
from apps.governance.domain.interruptions import Interruption, interruption_behind
from apps.governance.domain.scopes import in_words
from apps.governance.domain.verdict import UNREADABLE
from apps.governance.selectors import interruptions_of

if TYPE_CHECKING:
    from uuid import UUID

    from apps.access.models import Person
    from apps.drafting.models import Draft

NOT_KNOWN = "Drafting was stopped while this draft was made."
COULD_NOT_BE_READ = "Drafting was stopped while this draft was made, because the kill switch could not be read."
WAITS = "It still stands: two people let it go on, and then this draft can be resumed."
RESUMES = "Resume it to have it made from its beginning."


@dataclass(frozen=True, slots=True)
class Halted:
    """What a person reads of a halted draft."""

    sentence: str
    may_resume: bool  # the stop that halted it stands no more


def halted_told(drafts: "Iterable[Draft]", person: "Person") -> "Mapping[UUID, Halted]":
    """Return what became of each halted draft by its id. One statement, and none without a halted draft."""
    halted = [draft for draft in drafts if draft.status == DraftStatus.HALTED]
    if not halted:
        return {}
    known = interruptions_of(str(person.organization_id))
    return {draft.pk: _told(draft, known) for draft in halted}


def _told(draft: "Draft", known: Iterable[Interruption]) -> Halted:
    stop = interruption_behind(known, draft.reason, draft.entered_at or clock.now())
    if stop is None:
        why = COULD_NOT_BE_READ if draft.reason == UNREADABLE.sentence else NOT_KNOWN
        return Halted(f"{why} {RESUMES}", may_resume=True)
    happened = (
        f"{in_words(stop.scope)} was stopped on {clinical_moment(stop.stopped_at)} by {stop.stopped_by}, because: "
        f"{stop.reason.rstrip('. ')}."
    )
    if stop.resumed_at is None:
        return Halted(f"{happened} {WAITS}", may_resume=False)
    return Halted(f"{happened} It goes on again since {clinical_moment(stop.resumed_at)}. {RESUMES}", may_resume=True)
