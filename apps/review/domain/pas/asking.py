"""What is asked of a payer about a request that it has: an inquiry, and to be told (PAS $inquire, Subscription)."""

from datetime import datetime
from typing import Any

from apps.review.domain.pas.building import Built, Mint, Pack
from apps.review.domain.pas.lines import claim_of
from apps.review.domain.pas.names import BACKPORT, PAS, TOPIC
from apps.review.domain.pas.parts import profile
from apps.review.domain.pas.rules import references
from apps.review.domain.pas.values import Json

KEPT_OF_A_CLAIM = (
    "resourceType", "identifier", "status", "type", "use", "patient", "insurer", "provider", "priority", "diagnosis",
    "insurance",
)  # fmt: skip
KEPT_OF_A_LINE = ("sequence", "productOrService", "category", "servicedPeriod")
KEPT_EXTENSIONS = {f"{PAS}extension-{name}" for name in ("serviceItemRequestType", "certificationType")}


def inquiry_bundle(sent: Json, mint: Mint, moment: datetime, version: object = "") -> Built:
    """Return the inquiry about a request that was sent: who, to whom and for what. No document goes along again."""
    old = claim_of(sent)
    claim: dict[str, Any] = {key: old[key] for key in KEPT_OF_A_CLAIM if key in old}
    claim |= {
        "meta": profile("profile-claim-inquiry", version),
        "created": moment.isoformat(timespec="seconds"),
        "item": [_line(row) for row in old["item"]],
    }
    pack = Pack(mint)
    wanted = _reached(claim, sent)
    pack.entries = [dict(entry) for entry in sent["entry"] if entry["fullUrl"] in wanted]
    return pack.sealed(claim, moment, version, "inquiry-request")


def _line(row: Json) -> dict[str, Any]:
    kept = {key: row[key] for key in KEPT_OF_A_LINE if key in row}
    return {**kept, "extension": [one for one in row["extension"] if one["url"] in KEPT_EXTENSIONS]}


def _reached(claim: Json, bundle: Json) -> set[str]:
    """Return the addresses that a Claim refers to, and what stands there, and so on."""
    bodies = {entry["fullUrl"]: entry["resource"] for entry in bundle["entry"]}
    found: set[str] = set()
    waiting = list(references(dict(claim)))
    while waiting:
        url = waiting.pop()
        if url not in found:
            found.add(url)
            waiting.extend(references(bodies.get(url, {})))
    return found


def subscription(*, npi: str, address: str, secret: str, version: object = "") -> dict[str, Any]:
    """Return the rest-hook Subscription by which a payer tells us of the answers to a provider's requests."""
    only = {"url": f"{BACKPORT}backport-filter-criteria", "valueString": f"orgIdentifier={npi}"}
    content = {"url": f"{BACKPORT}backport-payload-content", "valueCode": "id-only"}
    return {
        "resourceType": "Subscription",
        "meta": profile("profile-subscription", version),
        "status": "requested",
        "reason": "To be told when a pended prior authorization is decided.",
        "criteria": TOPIC,
        "_criteria": {"extension": [only]},
        "channel": {
            "type": "rest-hook",
            "endpoint": address,
            "payload": "application/fhir+json",
            "_payload": {"extension": [content]},
            "header": [f"Authorization: Bearer {secret}"],
        },
    }


def names_in(value: Any, deepest: int = 12) -> set[str]:
    """Return every identifier's value and every reference in a notification: all that is read of it."""
    found: set[str] = set()
    waiting: list[tuple[Any, int]] = [(value, 0)]
    while waiting:
        here, depth = waiting.pop()
        if depth > deepest:
            continue
        below = here.values() if isinstance(here, dict) else here if isinstance(here, list) else ()
        waiting.extend((one, depth + 1) for one in below)
        if isinstance(here, dict):
            found |= {one for key in ("value", "reference", "id") if isinstance(one := here.get(key), str)}
    return found
