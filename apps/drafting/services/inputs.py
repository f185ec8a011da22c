"""Building what a backend is given, with the rights of the person who asked."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.timezone import get_current_timezone

from apps.coverage.domain.tree import parse
from apps.coverage.selectors import criteria_tree
from apps.drafting.domain.claims import DraftKind
from apps.drafting.domain.criteria import about
from apps.drafting.domain.denials import Denial, Refused
from apps.drafting.domain.labels import left_out_sentence, page_label, unread_sentence
from apps.drafting.domain.tasks import (
    DraftInput,
    DraftTask,
    LeafEvidence,
    PassageView,
    PolicyGroup,
    PolicyLeaf,
    PolicyView,
)
from apps.drafting.models import Draft
from apps.redaction.selectors import patient_profile, redaction_in_use, redactions_since
from apps.retrieval.selectors import answers_of, set_aside_pages, unread_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.coverage.domain.tree import Node
    from apps.coverage.models import CoveragePolicy
    from apps.coverage.selectors import CriterionNode


def task_of(draft: Draft) -> DraftTask:
    """Return what was asked for."""
    as_of = day_of_asking(draft)
    profile = patient_profile(draft.patient_id, as_of)
    return DraftTask(
        kind=DraftKind(draft.kind),
        subject=draft.subject,
        as_of=as_of,
        age=profile.age,
        sex=profile.sex,
        policy=policy_view(draft.policy) if draft.policy else None,
        service_code=draft.service_code,
        diagnosis_codes=tuple(draft.diagnosis_codes),
        urgency=draft.urgency,
        urgency_reason=draft.urgency_reason,
        denial=denial_of(draft),
    )


def denial_of(draft: Draft) -> Denial | None:
    """Return what an appeal argues against, its letter and the documents that came in since as the passages name them.

    None for any other draft. Whether the requester may read them is decided where passages are given.
    """
    if not draft.denial:
        return None
    refused = Refused.told(draft.denial)
    letter = redaction_in_use(refused.letter_id)
    new = redactions_since(draft.patient_id, refused.since)
    return Denial(
        refused.notice_on, refused.reason, refused.words, refused.since.astimezone(get_current_timezone()).date(),
        document_id=str(letter.pk) if letter else "",
        new_documents=tuple(str(pk) for pk in new.values_list("pk", flat=True)),
    )  # fmt: skip


def day_of_asking(draft: Draft) -> date:
    """Return the day from which durations and windows count back: the earlier of request and service.

    A payer decides on what stands in the chart when it is asked; a service that was rendered before is judged by what
    was known then (decision 0041).
    """
    asked = draft.created_at.astimezone(get_current_timezone()).date()
    return min(asked, draft.service_on) if draft.service_on else asked


def policy_view(policy: "CoveragePolicy") -> PolicyView:
    """Return a policy version as a letter argues from it: its leaves in order, each under its headings."""
    file = parse(policy.body)
    return PolicyView(
        policy_id=policy.policy_id,
        version=policy.version,
        title=policy.title,
        payer=policy.payer,
        codes=tuple(f"{row['system']} {row['code']}" for row in policy.codes),
        leaves=tuple(_leaves(criteria_tree(policy), ())),
        about=about(file)[1:],
        groups=tuple(groups_of(file.root)),
    )


def groups_of(root: "Node") -> "Iterator[PolicyGroup]":
    """Yield the groups of a policy's tree, each before those it holds."""
    for node in root.walk():
        if not node.is_leaf:
            yield PolicyGroup(node.node_id, node.op, node.at_least, tuple(child.node_id for child in node.children))


def _leaves(node: "CriterionNode", under: tuple[str, ...]) -> list[PolicyLeaf]:
    criterion = node.criterion
    if criterion.op == "leaf":
        return [PolicyLeaf(criterion.node_id, criterion.text, under, criterion.test)]
    inside = (*under, criterion.text) if criterion.text else under
    return [leaf for child in node.children for leaf in _leaves(child, inside)]


def passage_view(passage: Any) -> PassageView:
    """Return an indexed passage as a plain value."""
    return PassageView(
        passage_id=str(passage.pk),
        text=passage.text,
        document_id=str(passage.redacted_document_id),
        start=passage.start,
        end=passage.end,
        document_kind=passage.document_kind,
        document_title=passage.document_title,
        section_kind=passage.section_kind,
        section_title=passage.section_title,
        dated_at=passage.dated_at.astimezone(get_current_timezone()) if passage.dated_at else None,
        structured=passage.structured,
        superseded=passage.superseded,
        author_role=passage.author_role,
        labels=tuple(passage.labels),
        orders=tuple((start, end, why) for start, end, why in passage.orders),
        title_order=passage.title_order,
    )


def evidence_of(draft: Draft) -> tuple[LeafEvidence, ...]:
    """Return what the draft's searches found, criterion by criterion, best first."""
    asked = draft.queries.exclude(criterion_id="").order_by("created_at").values_list("criterion_id", "query_id")
    queries = [(criterion_id, str(query_id)) for criterion_id, query_id in asked]
    found = answers_of([id_ for _, id_ in queries], patient_id=draft.patient_id, requester=draft.requested_by)
    return tuple(LeafEvidence(criterion_id, found.get(query_id, ())) for criterion_id, query_id in queries)


def left_out_of(draft: Draft) -> tuple[str, ...]:
    """Return a sentence each that names the pages whose header is another person's, and those not yet read.

    By kind and day, by no word of them.
    """
    pages = set_aside_pages(patient_id=draft.patient_id, requester=draft.requested_by)
    named = [_page(kind, day) for kind, day in pages]
    unread = [
        _page(page.kind, page.dated_at)
        for page in unread_pages(patient_id=draft.patient_id, requester=draft.requested_by)
    ]
    return (*([left_out_sentence(named)] if named else []), *([unread_sentence(unread)] if unread else []))


def _page(kind: str, day: datetime | None) -> str:
    return page_label(kind, day.astimezone(get_current_timezone()).date() if day else None)


def input_of(draft: Draft, passages: Any) -> DraftInput:
    """Return the whole input of a draft over the given passages."""
    return DraftInput(task_of(draft), tuple(passage_view(p) for p in passages), evidence_of(draft))
