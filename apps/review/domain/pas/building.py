"""A request as a FHIR Bundle of the PAS guide: all of it or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.review.domain.pas import resources
from apps.review.domain.pas.claim import Places, claim
from apps.review.domain.pas.forms import form_resource
from apps.review.domain.pas.lacking import PasIncomplete, lacks
from apps.review.domain.pas.names import URI
from apps.review.domain.pas.parts import profile
from apps.review.domain.pas.rules import broken_rules
from apps.review.domain.pas.values import Attachment, Json, PasRequest

Mint = Callable[[], str]  # gives a GUID that nobody had before


@dataclass(frozen=True, slots=True)
class Built:
    """A bundle, and every GUID that was minted for it: kept, so that none is ever given again."""

    bundle: dict[str, Any]
    guids: tuple[str, ...]


class Pack:
    """Collects the entries of one bundle under fresh addresses."""

    def __init__(self, mint: Mint) -> None:
        self.mint = mint
        self.entries: list[dict[str, Any]] = []
        self.guids: list[str] = []

    def address(self) -> str:
        self.guids.append(self.mint())
        return f"urn:uuid:{self.guids[-1]}"

    def put(self, resource: Json) -> str:
        """Take a resource in and return where it stands."""
        url = self.address()
        self.entries.append({"fullUrl": url, "resource": dict(resource)})
        return url

    def sealed(self, first: Json, moment: datetime, version: object, kind: str = "request") -> Built:
        """Return the bundle whose first entry is ``first``. Raises PasIncomplete where a rule of P03 is broken."""
        self.put(first)
        bundle = {
            "resourceType": "Bundle",
            "meta": profile(f"profile-pas-{kind}-bundle", version),
            "identifier": {"system": URI, "value": self.address()},
            "type": "collection",
            "timestamp": moment.isoformat(timespec="seconds"),
            "entry": [self.entries[-1], *self.entries[:-1]],
        }
        if faults := broken_rules(bundle):
            raise PasIncomplete(faults)
        return Built(bundle, tuple(self.guids))


def request_bundle(request: PasRequest, mint: Mint, moment: datetime) -> Built:
    """Return the bundle of a first request. Raises PasIncomplete with a sentence for each field that is missing."""
    if sentences := lacks(request):
        raise PasIncomplete(sentences)
    pack, version = Pack(mint), resources.versions_of(request)
    patient = pack.put(resources.patient(request.member, version))
    insurer = pack.put(resources.insurer(request.payer, request.payer_id, version))
    clinic = pack.put(resources.clinic(request.clinic, version))
    practitioner = pack.put(resources.practitioner(request.provider, version))
    provider = pack.put(resources.role(practitioner, clinic, request.provider, version))
    person = request.member.subscriber
    of_plan = pack.put(resources.subscriber(person, version)) if person else patient
    places = Places(
        patient=patient,
        insurer=insurer,
        provider=provider,
        coverage=pack.put(resources.coverage(request.member, patient, insurer, of_plan, version)),
        team=_team(pack, request, version),
        orders=_orders(pack, request, patient, provider, version),
        documents=[(one, pack.put(resources.document(one, patient, version))) for one in _documents(request)],
        form=pack.put(form_resource(request, patient, practitioner, moment)) if request.form else "",
    )
    return pack.sealed(claim(request, places, moment), moment, version)


def _team(pack: Pack, request: PasRequest, version: object) -> dict[int, str]:
    return {
        member.sequence: pack.put(
            resources.role(pack.put(resources.practitioner(member.person, version)), "", member.person, version)
        )
        for member in request.team
    }


def _orders(pack: Pack, request: PasRequest, patient: str, provider: str, version: object) -> dict[int, str]:
    reasons = [pack.put(resources.condition(diagnosis, patient)) for diagnosis in request.diagnoses]
    return {
        item.sequence: pack.put(resources.order(item, patient, provider, reasons, version)) for item in request.items
    }


def _documents(request: PasRequest) -> tuple[Attachment, ...]:
    return (*([request.letter] if request.letter else []), *request.enclosures)
