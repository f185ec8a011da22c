"""The run a person is in at the desk, and the pause that was suggested in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Case, F, IntegerField, Value, When
from django.db.models.functions import Coalesce

from apps.access.domain.roles import Permission
from apps.access.selectors import may
from apps.core import clock
from apps.review.domain.pauses import Run, Stretch, run_until
from apps.review.models import AttentionSpell, PauseSuggestion, ReviewDecision
from apps.review.selectors.rules import rules_of

if TYPE_CHECKING:
    from apps.access.models import Person

NONE, ONE = (Value(number, output_field=IntegerField()) for number in (0, 1))
LONGEST_RUN = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class _Lately:
    """What a person did at the desk lately, and the pause that was last suggested."""

    done: tuple[Stretch, ...]
    suggested: tuple[Stretch, bool] | None  # and whether it was answered

    def run(self, since: datetime | None) -> Run:
        return run_until(clock.now(), self.done, since)


def pause_due(person: "Person") -> tuple[Run, bool] | None:
    """Return the run after which a pause is suggested and whether it was suggested already; None where none is.

    What was suggested stands until the person goes on or has had the pause; then it takes another long stretch. One
    statement, one more where the person was at work, none for who reviews nothing.
    """
    if not may(person, Permission.REVIEW_DRAFT):
        return None
    lately = _lately(person)
    run = lately.run(lately.suggested[0].ended_at if lately.suggested else None)
    if lately.suggested:
        said, is_answered = lately.suggested
        if not is_answered and said.started_at >= run.began_at:
            return Run(run.began_at, said.decisions, said.active_ms), True
    if not run.decisions and not run.active_ms:
        return None
    return (run, False) if run.is_long(rules_of(person.organization_id)) else None


def _lately(person: "Person") -> _Lately:
    """Return pages, decisions and the last suggestion of a person within the longest run. One statement."""
    own, since = {"person": person}, clock.now() - LONGEST_RUN
    pages = AttentionSpell.objects.filter(**own, ended_at__gt=since).annotate(kind=Value("page"), made=NONE)
    made = ReviewDecision.objects.filter(**own, created_at__gt=since)
    made = made.annotate(kind=Value("decision"), spent=NONE, made=ONE, until=F("created_at"))
    asked = PauseSuggestion.objects.filter(**own, created_at__gt=since).annotate(
        kind=Case(When(went_on_at=None, then=Value("open")), default=Value("answered")),
        until=Coalesce("went_on_at", "created_at"),
    )
    rows = pages.values_list("kind", "started_at", "ended_at", "active_ms", "made").union(
        made.values_list("kind", "created_at", "until", "spent", "made"),
        asked.values_list("kind", "created_at", "until", "active_ms", "decisions"),
        all=True,
    )
    done: list[tuple[Stretch, bool]] = []
    suggested: list[tuple[Stretch, bool]] = []
    for kind, *figures in rows:
        (done if kind in {"page", "decision"} else suggested).append((Stretch(*figures), kind == "answered"))
    return _Lately(
        tuple(stretch for stretch, _ in done),
        max(suggested, key=lambda row: row[0].started_at, default=None),
    )
