"""The claims of a draft with their citations, out of the statement that reads the draft."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef
from django.db.models.functions import JSONObject

from apps.drafting.models import Citation, Claim, Finding

PREFETCHED = "_prefetched_objects_cache"  # where Django keeps what prefetch_related read
Row = TypeVar("Row", bound=Model)


def claim_rows() -> ArraySubquery:
    """Return, to annotate drafts with, the claims in their order with their citations, as plain rows."""
    cited = Citation.objects.filter(claim=OuterRef("pk")).order_by("ordinal")
    row = JSONObject(**_columns(Claim), cited=ArraySubquery(cited.values_list(JSONObject(**_columns(Citation)))))
    return ArraySubquery(Claim.objects.filter(draft=OuterRef("pk")).order_by("ordinal").values_list(row))


def finding_rows() -> ArraySubquery:
    """Return, to annotate drafts with, what the checks found, as plain rows."""
    row = JSONObject(
        at="created_at", id="id", claim_id="claim_id", rule="rule", severity="severity", sentence="sentence",
        criterion_id="criterion_id", document_id="source_document_id", start="source_start", end="source_end",
    )  # fmt: skip
    return ArraySubquery(Finding.objects.filter(draft=OuterRef("pk")).order_by().values_list(row))


def claims_told(rows: Iterable[Mapping[str, Any]]) -> list[Claim]:
    """Return the claims of ``claim_rows``, ``claim.citations.all()`` at no cost: no SQL, and no documents either."""
    return [_claim(row) for row in rows]


def _claim(row: Mapping[str, Any]) -> Claim:
    claim = _built(Claim, row)
    cited = claim.citations.all()
    cited._result_cache = [_built(Citation, one) for one in row["cited"]]  # as prefetch_related leaves it
    setattr(claim, PREFETCHED, {"citations": cited})
    return claim


def _columns(model: type[Model]) -> dict[str, str]:
    return {field.attname: field.attname for field in model._meta.concrete_fields}


def _built(model: type[Row], row: Mapping[str, Any]) -> Row:
    """Return a row of the database as its model, from what JSON made of its columns."""
    fields = model._meta.concrete_fields
    return model.from_db(None, [one.attname for one in fields], [one.to_python(row[one.attname]) for one in fields])
