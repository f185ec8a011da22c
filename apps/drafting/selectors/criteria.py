"""Reading what code answered to the criteria of a draft's policy."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.db.models.functions import JSONObject

from apps.drafting.models import CriterionAnswer, CriterionCitation, Draft


def criteria_of_draft(draft: Draft) -> list[CriterionAnswer]:
    """Return the answers of a draft in the policy's order, ``answer.citations.all()`` at no cost. Two statements."""
    citations = Prefetch("citations", CriterionCitation.objects.order_by("ordinal"))
    return list(draft.criterion_answers.order_by("ordinal").prefetch_related(citations))


def criteria_of_drafts(draft_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Return, of drafts whose criteria were answered, which of them concern the patient, in the policy's order."""
    rows = CriterionAnswer.objects.filter(draft__in=draft_ids, not_applicable=False).order_by("draft", "ordinal")
    found: dict[UUID, list[str]] = {}
    for draft_id, node_id in rows.values_list("draft_id", "node_id"):
        found.setdefault(draft_id, []).append(node_id)
    return found


def criterion_rows(withdrawn: QuerySet[Any]) -> ArraySubquery:
    """Return, to annotate drafts with, the answers in the policy's order with their citations, as plain rows.

    A citation says whether its document is among ``withdrawn``, in any version.
    """
    same = {key: OuterRef(f"source_document__{key}") for key in ("patient", "source_system", "series")}
    cited = CriterionCitation.objects.filter(answer=OuterRef("pk")).order_by("ordinal")
    citation = JSONObject(
        id="id", stance="stance", label="label", document_id="source_document_id", sha256="source_sha256",
        start="source_start", end="source_end", quote_sha256="quote_sha256",
        withdrawn=Exists(withdrawn.filter(**same)),
    )  # fmt: skip
    row = JSONObject(
        node_id="node_id", verdict="verdict", not_applicable="not_applicable", reason="reason", wanted="wanted",
        citations=ArraySubquery(cited.values_list(citation)),
    )  # fmt: skip
    return ArraySubquery(CriterionAnswer.objects.filter(draft=OuterRef("pk")).order_by("ordinal").values_list(row))
