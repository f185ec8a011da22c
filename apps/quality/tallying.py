"""How facts add up to the sums of their days: one line for each sum, one statement for each line."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, CharField, Count, F, Func, Q, Sum, Value, When
from django.db.models.functions import Cast, Left

from apps.quality.domain.facts import RATED, CountsAs
from apps.quality.domain.tallies import BY_WEEK, RELEASE_LETTERS, Tally
from apps.quality.models import ClaimFact, ClaimTally, DayTally, DecisionFact

AT_ONCE = 5000


class Line(NamedTuple):
    """A sum: what of a fact it is filed under, which facts it is of, and how much each adds."""

    tally: Tally
    key: Any
    of: Q
    number: Any = Count("*")


RATED_ONES = Q(counts_as__in=RATED)
KNOWN = Q(attention=True) & ~Q(counts_as__in=[CountsAs.REOPENED, CountsAs.CANNOT_JUDGE])
NO_KEY, OPENED = Value(""), Value("opened")
PARTLY = Case(When(was_partly_measured=True, then=Value("partly")), default=Value("not"))


def _each(column: str) -> Func:
    return Func(F(column), function="unnest", output_field=CharField())


def _text(column: str) -> Cast:
    return Cast(column, CharField())


LINES = (
    Line(Tally.COUNTS_AS, F("counts_as"), Q()),
    Line(Tally.OPENED, OPENED, RATED_ONES & Q(opened=True)),
    Line(Tally.REASON, F("reason_code"), RATED_ONES & ~Q(counts_as=CountsAs.UNEDITED) & ~Q(reason_code="")),
    Line(Tally.HARM, F("harm"), RATED_ONES),
    Line(Tally.EDIT_KIND, _each("edit_kinds"), RATED_ONES),
    Line(Tally.CORRECTED_KIND, _each("corrected_kinds"), RATED_ONES),
    Line(Tally.RELEASE, Left("release", RELEASE_LETTERS), RATED_ONES & ~Q(release="")),
    Line(Tally.MINUTES, _text("active_tenths"), KNOWN & Q(active_tenths__isnull=False)),
    Line(Tally.UNMEASURED, PARTLY, KNOWN & Q(active_tenths=None)),
    Line(Tally.GLANCED, NO_KEY, KNOWN & Q(glanced__gt=0), Sum("glanced")),
    Line(Tally.HIGH_SEVERITY, NO_KEY, KNOWN & Q(high_severity__gt=0), Sum("high_severity")),
    Line(Tally.SIGNED_BY, _text("person_id"), KNOWN & Q(is_signed=True)),
    Line(Tally.HASTY_BY, _text("person_id"), KNOWN & Q(is_hasty=True)),
    Line(Tally.LOOKED_AGAIN, F("spot_check"), KNOWN & ~Q(spot_check="")),
)


def days_add_up(organization_id: UUID, days: Sequence[date]) -> None:
    """Write the sums of these days anew."""
    DayTally.objects.filter(organization=organization_id, day__in=days).delete()
    facts = DecisionFact.objects.filter(organization=organization_id, day__in=days).order_by()
    DayTally.objects.bulk_create(
        (tally for line in LINES for tally in _tallies(organization_id, line, facts.filter(line.of))),
        batch_size=AT_ONCE,
    )
    ClaimTally.objects.filter(organization=organization_id, day__in=days).delete()
    ClaimTally.objects.bulk_create(_claim_tallies(organization_id, days), batch_size=AT_ONCE)


def _claim_tallies(organization_id: UUID, days: Sequence[date]) -> Iterator[ClaimTally]:
    claims = ClaimFact.objects.filter(organization=organization_id, day__in=days).order_by()
    alike = ("day", "kind", "section", "claim_type", "severity")
    rows = claims.values_list(*alike).annotate(number=Sum("claims"), of_these=Sum("changed"))
    for *values, number, of_these in rows.iterator(chunk_size=AT_ONCE):
        named: dict[str, Any] = dict(zip(alike, values, strict=True))
        yield ClaimTally(organization_id=organization_id, claims=number, changed=of_these, **named)


def _tallies(organization_id: UUID, line: Line, facts: Any) -> Iterator[DayTally]:
    """Add one sum up. Only what the course of time is drawn from is kept apart by kind of work."""
    kind = F("kind") if line.tally in BY_WEEK else NO_KEY
    rows = facts.annotate(of=kind, key=line.key).values_list("day", "of", "key").annotate(sum=line.number)
    for day, kind, key, number in rows.iterator(chunk_size=AT_ONCE):
        yield DayTally(organization_id=organization_id, day=day, tally=line.tally, kind=kind, key=key, number=number)
