"""What the retention page shows: each class with what is due and held, the latest purges, the requests to destroy."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from apps.audit.domain.actions import Action
from apps.audit.selectors import events_for
from apps.core import clock, fence
from apps.governance.domain.retention import RULES, RecordClass, Rule, period_of
from apps.governance.domain.rooms import NOTHING_HELD, RecordSummary
from apps.governance.models import ShredRequest
from apps.governance.selectors.holds import held_now
from apps.governance.selectors.rooms import purger_of, record_summary


@dataclass(frozen=True, slots=True)
class ClassStatus:
    """One class of record: its rule, how many the next purge takes, how many only a hold keeps."""

    record_class: RecordClass
    rule: Rule
    due: int
    held: int
    is_kept: bool  # False: nothing of this class is ever stored


def classes_status() -> list[ClassStatus]:
    """Return every class with what a purge would do now. Purges run for all organizations; so are the counts."""
    moment, held = clock.now(), held_now()
    rows = []
    with fence.keeping():
        for record_class, rule in RULES.items():
            purger, before = purger_of(record_class), rule.before(moment)
            due = purger.due(before=before, held=held).count() if purger else 0
            everything = purger.due(before=before, held=NOTHING_HELD).count() if purger else 0
            rows.append(ClassStatus(record_class, rule, due, everything - due, purger is not None))
    return rows


def purges_lately(number: int) -> list[dict[str, object]]:
    """Return the latest batches: when, by which rule, how many. They belong to no single organization."""
    events = events_for(organization_id="", action=Action.RECORDS_PURGED)[:number]
    return [
        {"at": event.recorded_at, **event.details, "period": period_of(event.details.get("days", 0))}
        for event in events
    ]


def shred_requests_of(organization_id: UUID) -> QuerySet[ShredRequest]:
    """Return the requests to destroy a patient's record with who asked and who confirmed: open, then newest, first."""
    requests = ShredRequest.objects.filter(organization=organization_id).select_related("asked_by", "confirmed_by")
    return requests.order_by(F("confirmed_at").desc(nulls_first=True), "-created_at", "pk")


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request to destroy a record and, while it is open, what would go."""

    request: ShredRequest
    goes: RecordSummary | None


def request_rows(requests: Iterable[ShredRequest]) -> list[RequestRow]:
    """Return requests with what each open one would destroy."""
    return [RequestRow(it, None if it.confirmed_at else record_summary(it.patient_id)) for it in requests]


def destroyed_sentence(patient_id: UUID | str) -> str:
    """Return when, by whom and why a patient's record was destroyed, or an empty text."""
    done = ShredRequest.objects.filter(patient_id=patient_id, confirmed_at__isnull=False)
    request = done.select_related("asked_by", "confirmed_by").first()
    if request is None or request.confirmed_by is None or request.confirmed_at is None:
        return ""
    day, person = f"{timezone.localtime(request.confirmed_at):%-d %b %Y}", request.confirmed_by.formal_name
    return (
        f"This patient's record was destroyed on {day} by {person}, "
        f"as {request.asked_by.formal_name} had asked: {request.reason.rstrip('. ')}."
    )
