"""An update of a request that the payer has: every line and document ever sent, and what changed (P04)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from apps.review.domain.pas import resources
from apps.review.domain.pas.building import Built, Mint, Pack
from apps.review.domain.pas.claim import line, supporting
from apps.review.domain.pas.lacking import PasIncomplete
from apps.review.domain.pas.lines import claim_of, items_of, lines_issuer
from apps.review.domain.pas.names import PAS, TERMINOLOGY
from apps.review.domain.pas.parts import concept, pas_extension, profile, ref
from apps.review.domain.pas.values import CANCEL, Attachment, Change, Item, Json

CHANGED = f"{PAS}extension-infoChanged"
ORDERED = f"{PAS}extension-requestedService"


def update_bundle(
    prior: Json, items: Sequence[Item], added: Sequence[Attachment], trace: str, mint: Mint, moment: datetime,
    version: object = "",
) -> Built:  # fmt: skip
    """Return the bundle that updates a prior one. ``items`` are its lines as they are to be, new ones with new numbers.

    What stood in the prior bundle stands in this one under the same addresses, for it is the same. Raises PasIncomplete
    for a line that is left out, or a number that is given again.
    """
    before = items_of(prior)
    lines = _merged(before, items)
    pack = Pack(mint)
    pack.entries = [dict(entry) for entry in prior["entry"]]
    old, old_url = claim_of(prior), str(prior["entry"][0]["fullUrl"])
    patient, provider = old["patient"]["reference"], old["provider"]["reference"]
    reasons = _reasons(prior)
    orders = _orders(prior)
    for item in lines:
        if item.change is Change.ADDED or (item.change is Change.CHANGED and not item.cancelled):
            orders[item.sequence] = pack.put(resources.order(item, patient, provider, reasons, version))
    documents = [(one, pack.put(resources.document(one, patient, version))) for one in added]
    diagnoses = [row["sequence"] for row in old["diagnosis"]]
    claim = {
        **old,
        "meta": profile("profile-claim-update", version),
        "identifier": [{**old["identifier"][0], "value": trace}],
        "created": moment.isoformat(timespec="seconds"),
        "related": [{
            "claim": ref(old_url),
            "relationship": concept(f"{TERMINOLOGY}ex-relatedclaimrelationship", "prior"),
        }],
        "supportingInfo": _documents(old, documents),
        "item": [line(item, orders[item.sequence], diagnoses, lines_issuer(prior)) for item in lines],
    }  # fmt: skip
    return pack.sealed(claim, moment, version)


def cancelled(item: Item) -> Item:
    """Return a line as taken back."""
    return replace(item, cancelled=True, certification=CANCEL)


def _merged(before: Sequence[Item], wanted: Sequence[Item]) -> list[Item]:
    """Return every line with what changed about it. Raises PasIncomplete."""
    known = {item.sequence: item for item in before}
    asked = {item.sequence: item for item in wanted}
    if len(asked) < len(wanted):
        raise PasIncomplete(["Two lines have one sequence."])
    if gone := sorted(set(known) - set(asked)):
        raise PasIncomplete([f"Line {gone[0]} was sent before: it is taken back, never left out."])
    if any(item.cancelled and not asked[item.sequence].cancelled for item in before):
        raise PasIncomplete(["A line that was taken back stays so. Ask for it again as a new line."])
    return [_marked(known.get(number), item) for number, item in sorted(asked.items())]


def _marked(before: Item | None, item: Item) -> Item:
    if before is None:
        return replace(item, change=Change.ADDED)
    same = replace(item, change=Change.NONE) == replace(before, change=Change.NONE)
    if item.cancelled and not same:  # what was asked stays as it was sent; only that it is taken back is new
        item = replace(before, cancelled=True, certification=CANCEL)
    return replace(item, trace=before.trace, change=Change.NONE if same else Change.CHANGED)


def _reasons(prior: Json) -> list[str]:
    return [str(row["fullUrl"]) for row in prior["entry"] if row["resource"]["resourceType"] == "Condition"]


def _orders(prior: Json) -> dict[int, str]:
    return {
        row["sequence"]: next(one["valueReference"]["reference"] for one in row["extension"] if one["url"] == ORDERED)
        for row in claim_of(prior)["item"]
    }


def _documents(old: Json, added: Sequence[tuple[Attachment, str]]) -> list[dict[str, Any]]:
    """Return what was sent before, no longer marked as new, and what is new."""
    kept = [_unmarked(row) for row in old.get("supportingInfo", ())]
    first = max((row["sequence"] for row in kept), default=0) + 1
    mark = pas_extension("extension-infoChanged", valueCode=Change.ADDED.value)
    return [*kept, *({**row, "extension": [*row["extension"], mark]} for row in supporting(added, first=first))]


def _unmarked(row: Json) -> dict[str, Any]:
    extensions = [one for one in row.get("extension", ()) if one["url"] != CHANGED]
    rest = {key: value for key, value in row.items() if key != "extension"}
    return {"extension": extensions, **rest} if extensions else rest
