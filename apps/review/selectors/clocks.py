"""Which clock of a draft ends first: as an expression to sort by, and in words. Both say the same."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Case, DateTimeField, F, Q, When
from django.db.models.functions import Least
from django.utils import timezone

from apps.core import clock
from apps.drafting.domain.claims import DraftKind
from apps.review.domain.authorizations import OPEN, Stage
from apps.review.domain.due import Clock, ClockKind, nearest

if TYPE_CHECKING:
    from apps.drafting.models import Draft

APPEALED = "appeal__answer__submission__appeal_due_at"
CLOCK_ROWS = ("submission", "appeal__answer__submission")


def next_clock() -> Case:
    """Return the moment of the clock that ends first, for SQL.

    Before the submission it is the house's own time, for an appeal its deadline where that ends before; then the
    payer's, and after a refusal the deadline of the appeal.
    """
    return Case(
        When(Q(submission__stage__in=OPEN, submission__appeal_due_at=None), then=F("submission__payer_due_at")),
        When(submission__stage__in=[*OPEN, Stage.DENIED], then=F("submission__appeal_due_at")),
        When(submission__isnull=False, then=None),
        default=Least("due_at", APPEALED),
        output_field=DateTimeField(),
    )


def clock_of(draft: "Draft") -> Clock | None:
    """Return the clock of a draft that ends first, or None. No SQL for one that was read with ``CLOCK_ROWS``."""
    return nearest(_running(draft), clock.now())


def _running(draft: Any) -> Iterator[tuple[ClockKind, datetime | None]]:
    sent, appeal = getattr(draft, "submission", None), getattr(draft, "appeal", None)
    if sent is None:
        is_letter = draft.kind == DraftKind.PRIOR_AUTH_LETTER
        yield (ClockKind.TARGET if is_letter else ClockKind.ASKED), _local(draft.due_at)
        if appeal is not None:
            yield ClockKind.APPEAL, _local(appeal.answer.submission.appeal_due_at)
    elif sent.stage in OPEN and sent.appeal_due_at is None:
        yield ClockKind.PAYER, _local(sent.payer_due_at)
    elif sent.stage in OPEN or sent.stage == Stage.DENIED:
        yield ClockKind.APPEAL, _local(sent.appeal_due_at)


def _local(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None
