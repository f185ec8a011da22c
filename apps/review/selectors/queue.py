"""The desk: which drafts, in which order, with what risk. Patients are masked for whoever holds no grant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from apps.access.domain.roles import PatientPermission, Permission
from apps.access.selectors import may
from apps.core import clock
from apps.coverage.selectors import newer_version
from apps.drafting.domain.claims import DraftKind, Support
from apps.drafting.domain.status import IN_PROGRESS, DraftStatus
from apps.drafting.selectors import (
    Progress,
    draft_progress,
    drafts_of_organization,
    drafts_visible_to,
)
from apps.intake.selectors import is_arriving
from apps.redaction.selectors import patients_visible_to
from apps.review.domain.authorizations import OPEN, STAGE_WORDS, Stage
from apps.review.domain.due import Clock
from apps.review.domain.gate import SETTLED, UNSUPPORTED
from apps.review.domain.masked import title_masked
from apps.review.domain.requests import RequestStatus
from apps.review.domain.status import RELEASED, Outcome, ReviewStatus
from apps.review.models import Appeal, ClaimReview, DocumentRequest, DraftWait, ReviewDecision
from apps.review.selectors.authorizations import ENDED_BADLY
from apps.review.selectors.beside import day_of_service, redacted_again
from apps.review.selectors.cited import cited_among
from apps.review.selectors.clocks import CLOCK_ROWS, clock_of, next_clock
from apps.review.selectors.halted import Halted, halted_told
from apps.review.selectors.handing import hand_over_asked
from apps.review.selectors.items import DONE
from apps.review.selectors.own import withheld_from
from apps.review.selectors.page import KINDS
from apps.review.selectors.requests import came_in_since
from apps.review.selectors.rights import item_of, why_not_answer
from apps.review.selectors.seeded import OVER
from apps.viewer.selectors import Purpose, Sight, keys_at_hand, pairs_restored, patient_label

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.models import ReviewItem

DRAFTS_ON_A_PAGE = 50
SHOWN_WHEN_DONE = timedelta(days=7)
OPEN_CLAIM = Q(~Exists(ClaimReview.objects.filter(claim=OuterRef("claims__pk"), state__in=SETTLED)))
STOPPED = (DraftStatus.BLOCKED, DraftStatus.FAILED, DraftStatus.HALTED)
IS_MOVING = Q(status__in=IN_PROGRESS)
ON_DRAFT = Q(findings__isnull=False, findings__claim=None)
OUTCOME_WORDS = {
    Outcome.APPROVE: "Approved",
    Outcome.EDIT: "Approved with edits",
    Outcome.REJECT: "Rejected",
    Outcome.CANNOT_JUDGE: "Could not be judged",
    Outcome.RETURN: "Returned",
}


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One draft in the list."""

    draft: "Draft"
    granted: bool
    patient: str
    subject: str
    kind: str
    status: str
    detail: str
    contradicted: int
    not_found: int
    on_draft: int  # findings on the draft as a whole
    remarks: int  # findings on claims that are neither contradicted nor missing
    progress: Progress
    can_open: bool
    can_read_cited: bool  # the letter with the words that it cites, and nothing else of the chart
    to_answer: bool  # it was returned to this person, who asked for it
    clock: Clock | None
    letter: str  # how a signed letter stands with its payer; empty for everything else and for who may not follow it
    waits_for: tuple[str, ...]  # who a waiting draft waits for
    open_requests: int
    came_in: bool  # documents, since they were asked for
    redacted_again: bool
    newer_policy: str  # the version in force in place of the one the draft names
    withheld: bool  # what the machine made of it, until the reviewer has judged

    @property
    def is_ready(self) -> bool:
        return self.draft.status == DraftStatus.READY


@dataclass(frozen=True, slots=True)
class QueueFilter:
    key: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class QueuePage:
    rows: tuple[QueueRow, ...]
    filters: tuple[QueueFilter, ...]
    chosen: str
    page: "Page[Draft]"
    is_moving: bool  # something is being drafted, or coming in: the page asks again
    arriving: bool  # the desk is empty while charts are still being read
    due_today: int


def queue_page(person: "Person", chosen: str, number: str) -> QueuePage:
    """Return one page of the queue: by the clock that ends first, then by weakest support. Three statements.

    One more while a halted draft is on it: what became of its stop. One more on an empty desk: whether charts come in.
    """
    drafts = _drafts(person)
    conditions = _conditions(person)
    chosen = chosen if chosen in conditions else "open"
    counts = _counts(drafts, {key: condition for key, (_, condition) in conditions.items()} | {"moving": IS_MOVING})
    listed = _listed(drafts.filter(conditions[chosen][1]), person, done=chosen == "done")
    paginator = Paginator(listed, DRAFTS_ON_A_PAGE)
    paginator.count = counts[chosen]
    page = paginator.get_page(number)
    arriving = not counts["open"] and is_arriving(person.organization_id)
    return QueuePage(
        rows=tuple(_rows(list(page.object_list), person)),
        filters=tuple(QueueFilter(key, name, counts[key]) for key, (name, _) in conditions.items()),
        chosen=chosen,
        page=page,
        is_moving=counts["moving"] > 0 or arriving,
        arriving=arriving,
        due_today=counts["due"],
    )


def _counts(drafts: "QuerySet[Draft]", conditions: Mapping[str, Q]) -> Mapping[str, int]:
    """Return how many drafts meet each condition. Grouped by nothing, the answer is one row.

    ``aggregate`` would say the same, and take half as long again: before it writes the statement it compares all counts
    with each other, down to the last condition in each, because one could stand on another.
    """
    numbers = {key: Count("pk", filter=condition, distinct=True) for key, condition in conditions.items()}
    counts: Mapping[str, int] = drafts.order_by().values(all=Value(1)).annotate(**numbers).values(*numbers).get()
    return counts


def _drafts(person: "Person") -> "QuerySet[Draft]":
    """Return the drafts of the person's patients; for staff who see no chart all of them, masked."""
    if may(person, Permission.OPEN_CHARTS):
        drafts = drafts_visible_to(person)
    else:
        drafts = drafts_of_organization(person.organization_id).filter(patient__destroyed_at=None)
    appeals = Appeal.objects.filter(answer__submission__draft=OuterRef("pk")).exclude(ENDED_BADLY)
    return drafts.exclude(OVER).alias(next_clock=next_clock(), appealed=Exists(appeals))


def _conditions(person: "Person") -> dict[str, tuple[str, Q]]:
    returned = ~Q(status=DraftStatus.PURGED) & Q(review_item__status=ReviewStatus.RETURNED)
    twice = ~Q(status=DraftStatus.PURGED) & Q(review_item__status=ReviewStatus.AWAITING_SECOND)
    left = Q(review_item__status__in=DONE) | returned & ~Q(requested_by=person) | twice & ~_to_sign_second(person)
    undone = ~Q(status=DraftStatus.PURGED) & (Q(review_item=None) | ~left)
    ours = drafts_of_organization(person.organization_id).order_by().values("pk")
    weak = Q(pk__in=ours.filter(Q(OPEN_CLAIM, claims__support__in=UNSUPPORTED))) | Q(pk__in=ours.filter(ON_DRAFT))
    shown = ~Q(pk__in=ours.filter(withheld_from(person)))
    letters = _letters()
    work = undone | letters["to_submit"] | letters["with_payer"] | letters["denied"]
    return {
        "open": ("All", work),
        "due": ("Due today", work & Q(next_clock__date__lt=clock.today() + timedelta(days=1))),
        "findings": ("With findings", undone & Q(status=DraftStatus.READY) & weak & shown),
        "mine": ("In review", Q(review_item__status=ReviewStatus.CLAIMED)),
        "returned": ("Returned to who asked", returned),
        "second": ("Awaiting a second signature", twice),
        "stopped": ("Stopped", Q(status__in=STOPPED)),
        "waiting": ("Waiting for documents", undone & Q(wait__isnull=False)),
        "to_submit": ("To submit", letters["to_submit"]),
        "with_payer": ("With the payer", letters["with_payer"]),
        "denied": ("Denied", letters["denied"]),
        "done": (
            "Done this week",
            Q(review_item__status__in=DONE, review_item__decisions__created_at__gte=clock.now() - SHOWN_WHEN_DONE),
        ),
    }


def _to_sign_second(person: "Person") -> Q:
    """Say of a draft that awaits a second signature whether this person may give it (A13)."""
    if not may(person, Permission.SIGN_DRAFT):
        return Q(pk=None)
    mine = patients_visible_to(person, PatientPermission.SIGN_DRAFT.value).values("pk")
    return Q(patient__in=mine) & ~Q(review_item__claimed_by=person) & ~Q(requested_by=person)


def _letters() -> dict[str, Q]:
    """Return which signed letters still have a clock or a next step: to send, to hear of, to appeal in time."""
    signed = Q(kind=DraftKind.PRIOR_AUTH_LETTER, review_item__status__in=RELEASED)
    in_time = Q(submission__appeal_due_at=None) | Q(submission__appeal_due_at__gte=clock.now())
    return {
        "to_submit": signed & Q(submission=None),
        "with_payer": Q(submission__stage__in=OPEN),
        "denied": Q(submission__stage=Stage.DENIED) & in_time & Q(appealed=False),
    }


def _listed(drafts: "QuerySet[Draft]", person: "Person", *, done: bool) -> "QuerySet[Draft]":
    granted = patients_visible_to(person).filter(pk=OuterRef("patient_id"))
    last = ReviewDecision.objects.filter(item__draft=OuterRef("pk")).order_by("-ordinal").values("outcome")[:1]
    rows = drafts.select_related("patient", "policy", "requested_by", "review_item__claimed_by", *CLOCK_ROWS).annotate(
        contradicted=_number(person, Q(OPEN_CLAIM, claims__support=Support.CONTRADICTED), "claims"),
        not_found=_number(person, Q(OPEN_CLAIM, claims__support=Support.NOT_FOUND), "claims"),
        on_draft=_number(person, ON_DRAFT, "findings"),
        remarks=_number(
            person, Q(findings__claim__isnull=False) & ~Q(findings__claim__support__in=UNSUPPORTED), "findings"
        ),
        granted=Exists(granted),
        withheld=Case(When(withheld_from(person), then=True), default=False),
        redacted_again=redacted_again(person.organization_id),
        newer_policy=newer_version(day_of_service(), person.organization_id),
        last_outcome=last,
        asked_over=hand_over_asked(),
        came_in=Exists(came_in_since(person)),
        waits=Exists(DraftWait.objects.filter(draft=OuterRef("pk"))),
        waits_for=ArraySubquery(_asked().values_list("assigned_to__display_name", flat=True).distinct()),
        open_requests=Coalesce(
            Subquery(_asked().order_by().values("draft").annotate(number=Count("pk")).values("number")), 0
        ),
    )
    if done:
        return rows.order_by("-created_at", "pk")
    return rows.alias(asleep=_asleep()).order_by(
        "asleep", F("next_clock").asc(nulls_last=True), "-contradicted", "-not_found", "-on_draft", "created_at", "pk"
    )


def _asked() -> "QuerySet[DocumentRequest]":
    return DocumentRequest.objects.filter(draft=OuterRef("pk"), status=RequestStatus.REQUESTED).order_by()


def _number(person: "Person", condition: Q, related: str) -> Coalesce:
    """Count related rows of each draft by themselves: counted side by side in one join they would multiply.

    Of a draft that waits for the person's own judgement none: neither figure nor place in the list may tell the answer.
    """
    counted = drafts_of_organization(person.organization_id).filter(condition, pk=OuterRef("pk")).order_by()
    found = Subquery(counted.values("pk").annotate(number=Count(related, distinct=True)).values("number"))
    return Coalesce(Case(When(withheld_from(person), then=0), default=found, output_field=IntegerField()), 0)


def _asleep() -> Case:
    """Put what waits for no reviewer (it was blocked) after what does, unless a deadline says otherwise."""
    return Case(When(status=DraftStatus.BLOCKED, due_at=None, then=Value(1)), default=0, output_field=IntegerField())


def _rows(drafts: Sequence["Draft"], person: "Person") -> "list[QueueRow]":
    named: list[Any] = list(drafts)
    keys_at_hand(draft.patient for draft in named)
    subjects = pairs_restored(
        sight=Sight(person, Purpose.QUEUE),
        pairs=[(draft.patient_id, draft.subject if draft.granted else "") for draft in named],
    )
    halted = halted_told(named, person)
    cited = cited_among(person, [draft.pk for draft in named])
    return [
        _row(draft, person, subject or title_masked(draft.subject), halted.get(draft.pk), is_cited=draft.pk in cited)
        for draft, subject in zip(named, subjects, strict=True)
    ]


def _row(draft: Any, person: "Person", subject: str, halted: Halted | None, *, is_cited: bool) -> QueueRow:
    status, detail = _status(draft, person, halted)
    return QueueRow(
        draft=draft,
        granted=draft.granted,
        patient=patient_label(draft.patient, granted=draft.granted),
        subject=subject,
        kind=KINDS[DraftKind(draft.kind)],
        status=status,
        detail=detail,
        contradicted=draft.contradicted,
        not_found=draft.not_found,
        on_draft=draft.on_draft,
        remarks=draft.remarks,
        progress=draft_progress(draft),
        to_answer=bool(draft.granted and not why_not_answer(draft, person)),
        can_open=draft.granted and may(person, Permission.REVIEW_DRAFT),
        can_read_cited=is_cited,
        clock=clock_of(draft),
        letter=_letter(draft, person),
        waits_for=tuple(name or "somebody still to be named" for name in draft.waits_for) if draft.waits else (),
        open_requests=draft.open_requests,
        came_in=bool(draft.open_requests and draft.came_in),
        redacted_again=draft.redacted_again,
        newer_policy=draft.newer_policy,
        withheld=draft.withheld,
    )


def _letter(draft: Any, person: "Person") -> str:
    """Return how a signed letter stands with its payer, for who may follow it."""
    item = item_of(draft)
    if draft.kind != DraftKind.PRIOR_AUTH_LETTER or item is None or item.status not in RELEASED:
        return ""
    if not may(person, Permission.SUBMIT_LETTER) and not (draft.granted and may(person, Permission.OPEN_CHARTS)):
        return ""
    sent = getattr(draft, "submission", None)
    return STAGE_WORDS[Stage(sent.stage)] if sent else "Signed, to be submitted"


def _status(draft: Any, person: "Person", halted: Halted | None) -> tuple[str, str]:
    item = item_of(draft)
    if draft.status in STOPPED:
        return draft.get_status_display(), halted.sentence if halted else draft.reason
    if draft.status != DraftStatus.READY:
        return "", ""
    return _reviewed(draft, item, person)


def _reviewed(draft: Any, item: "ReviewItem | None", person: "Person") -> tuple[str, str]:
    """Return how far the review of a ready draft is, and in whose hands it lies."""
    if item is None or item.claimed_by is None:
        return "Ready", "unclaimed"
    holder, requester = _name(item.claimed_by, person), _name(draft.requested_by, person)
    words = OUTCOME_WORDS[Outcome(draft.last_outcome)] if draft.last_outcome else ""
    told = {
        ReviewStatus.CLAIMED: (
            "In review",
            f"{holder}; {draft.asked_over} asks for it" if draft.asked_over else holder,
        ),
        ReviewStatus.DECIDED: (words, f"by {holder}"),
        ReviewStatus.RETURNED: ("Returned", f"to {requester}, by {holder}"),
        ReviewStatus.WITHDRAWN: ("Withdrawn", f"by {requester}"),
        ReviewStatus.AWAITING_SECOND: ("Awaits a second signature", f"signed by {holder}"),
        ReviewStatus.SIGNED: ("Signed", words.lower()),
        ReviewStatus.AMENDED: ("Signed, amended", words.lower()),
    }
    return told[ReviewStatus(item.status)]


def _name(holder: "Person", person: "Person") -> str:
    return "you" if holder.pk == person.pk else holder.formal_name
