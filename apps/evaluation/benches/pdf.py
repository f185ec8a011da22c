"""Letters as files: seconds, pages and bytes of each signed letter as a person fetches it, and whether it stays so."""

import json
import re
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from django.conf import settings
from django.test import Client
from django.urls import reverse

from apps.access.domain.factors import Factor, StepUp
from apps.access.selectors import actor_for
from apps.access.services import organization_create, person_create
from apps.chart.services import patient_grant
from apps.core import clock
from apps.core.actors import Actor
from apps.core.domain.bench import BenchResult, Say
from apps.core.errors import WorkbenchError
from apps.coverage.selectors import policy_get
from apps.coverage.services import policy_load
from apps.drafting.domain.claims import Support
from apps.drafting.services import draft_check, draft_generate, draft_request, draft_retrieve
from apps.evaluation.benches.draft import take_in
from apps.review import services
from apps.review.domain.status import Outcome
from apps.review.selectors import access_draft, final_text, header_of, letter_gaps
from apps.review.selectors.facts import UNTOUCHED
from apps.review.selectors.outline import leaves_of
from apps.review.services import items_open_for_ready_drafts
from apps.review.services.decisions import Judgement
from apps.viewer.selectors import patient_banner

if TYPE_CHECKING:
    from apps.access.models import Organization, Person
    from apps.drafting.models import Draft

ACTOR = Actor.service("bench-pdf")
FIXTURES: Path = settings.BASE_DIR / "fixtures"
PERMISSIONS = ("view_chart", "review_draft", "sign_draft")
FETCHED = 4  # times each
OWN_WORDS = "I have seen this myself at the visit of this week; the record of it follows with the documents."
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
COUNT = re.compile(rb"/Count (\d+)")


@dataclass
class Run:
    seconds: list[float] = field(default_factory=list)
    signing: list[float] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    fetched: list[int] = field(default_factory=list)  # pages of each fetch
    sizes: list[int] = field(default_factory=list)
    same: list[bool] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def bench_pdf(*, data: Path | None, scale: int, say: Say) -> BenchResult:
    """Sign every letter that our fixtures ask for and fetch its file ``scale`` times 4 times.

    Needs no data. A claim that the chart does not carry is waived with a reason, and where the chart is silent on a
    criterion the clinician says so in a sentence of their own; a letter that may still not be released is counted as
    refused, with its sentence.
    """
    run, person = Run(), _person()
    for row in _wanted():
        take_in(person.organization, FIXTURES / "charts" / row["patient"] / "bundle.json", say)
    for draft in _letters(person):
        if sentence := _signed(run, draft, person):
            run.refused.append(f"{draft.patient.source_id}: {sentence}")
        else:
            _fetch(run, draft, person, FETCHED * scale)
        say(f"{len(run.pages)} letters fetched, {len(run.refused)} refused")
    if not run.pages:
        raise WorkbenchError("No letter was signed, so there is nothing to fetch.")
    return BenchResult(n=len(run.seconds), figures=_figures(run), notes=_notes(run))


def _person() -> "Person":
    cast = json.loads((FIXTURES / "people.json").read_text(encoding="utf-8"))
    organization = organization_create(**cast["organizations"][0], actor=ACTOR)
    row = next(row for row in cast["people"] if row["role"] == "physician")
    return person_create(**{**row, "organization": organization}, actor=ACTOR)


def _letters(person: "Person") -> "Iterator[Draft]":
    for path in sorted((FIXTURES / "policies").glob("*.json")):
        policy_load(body=json.loads(path.read_text(encoding="utf-8")), actor=ACTOR)
    for row in _wanted():
        patient = _organization(person).patients.get(source_id=row["patient"])
        for permission in PERMISSIONS:
            patient_grant(patient=patient, permission=permission, person=person, actor=ACTOR)
        keys = ("kind", "subject", "service_code", "diagnosis_codes", "urgency", "urgency_reason")
        draft = draft_request(
            patient_id=patient.pk, policy=policy_get(**row["policy"]), person=person, actor=actor_for(person),
            **{key: row[key] for key in keys},
        )  # fmt: skip
        for step in (draft_retrieve, draft_generate, draft_check):
            step(draft_id=draft.pk, worker="bench", actor=ACTOR)
        items_open_for_ready_drafts(organization_id=person.organization_id, actor=ACTOR)
        yield draft


def _wanted() -> list[dict[str, Any]]:
    rows = json.loads((FIXTURES / "requests.json").read_text(encoding="utf-8"))["requests"]
    return [row for row in rows if row["policy"]]


def _organization(person: "Person") -> "Organization":
    organization: Organization = person.organization
    return organization


def _signed(run: Run, draft: "Draft", person: "Person") -> str:
    """Check every claim and sign; return why that was refused, or an empty text."""
    try:
        for claim in access_draft(person, draft.pk).claims.prefetch_related("citations"):
            _settle(draft, claim, person)
        _fill(draft, person)
        _sign(run, draft, person)
    except WorkbenchError as refusal:
        return refusal.sentence
    return ""


def _settle(draft: "Draft", claim: Any, person: "Person") -> None:
    act: dict[str, Any] = {"person": person, "actor": actor_for(person)}
    for citation in claim.citations.all():
        services.evidence_open(citation_id=citation.pk, draft=access_draft(person, draft.pk), **act)
    this = {"claim_id": claim.pk, "seen": UNTOUCHED, "draft": access_draft(person, draft.pk), **act}
    if claim.support in {Support.CONTRADICTED, Support.NOT_FOUND}:
        services.claim_waive(reason_code="other", reason="Both sides are told.", **this)
    else:
        services.claim_confirm(**this)


def _fill(draft: "Draft", person: "Person") -> None:
    """Say in the clinician's own words what no sentence of the chart says of a criterion."""
    shown = access_draft(person, draft.pk)
    header = header_of(shown, patient_banner(shown.patient), person)
    told = " ".join(gap.sentence for gap in letter_gaps(shown, final_text(shown), header, person) if gap.blocks)
    for node_id, _ in leaves_of(shown.policy.body) if shown.policy else ():
        if f"riterion {node_id} is " in told or f"criterion {node_id} stands" in told:
            services.statement_add(
                draft=shown, where=f"criterion:{node_id}", text=OWN_WORDS, person=person, actor=actor_for(person)
            )


def _sign(run: Run, draft: "Draft", person: "Person") -> None:
    shown = access_draft(person, draft.pk)
    text = final_text(shown)
    read = frozenset(finding.id for finding in text.on_draft)
    judgement = Judgement(Outcome.APPROVE, text.sha256, "no", read=read)
    if text.added:
        judgement = Judgement(Outcome.EDIT, text.sha256, "no", reason_code="should_abstain", read=read)
    header = header_of(shown, patient_banner(shown.patient), person)
    began = time.perf_counter()
    signing: dict[str, Any] = {
        "draft": shown, "judgement": judgement, "meaning": "approved", "header": header, "person": person,
        "actor": actor_for(person),
    }  # fmt: skip
    act = services.signing_act(**signing)
    services.item_sign(step_up=StepUp(str(person.pk), (Factor.PASSWORD.value,), "", clock.now(), act), **signing)
    run.signing.append(time.perf_counter() - began)


def _fetch(run: Run, draft: "Draft", person: "Person", times: int) -> None:
    client = Client(headers={"host": "localhost"})
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    files = []
    for _ in range(times):
        began = time.perf_counter()
        response = client.get(reverse("review:draft_pdf", args=[draft.pk]))
        run.seconds.append(time.perf_counter() - began)
        if response.status_code != HTTPStatus.OK:
            raise WorkbenchError(f"A signed letter answered {response.status_code}; its time means nothing.")
        files.append(response.content)
    run.same.append(len(set(files)) == 1)
    run.sizes.append(len(files[0]))
    run.pages.append(_pages(files[0]))
    run.fetched += [run.pages[-1]] * times


def _pages(pdf: bytes) -> int:
    """Return how many pages a file has, from its page tree: the first count in its first object stream."""
    for stream in STREAM.finditer(pdf):
        try:
            text = zlib.decompress(stream[1])
        except zlib.error:
            continue
        if b"/Pages" in text and (found := COUNT.search(text)):
            return int(found[1])
    raise WorkbenchError("The file has no page tree that could be read.")


def _figures(run: Run) -> dict[str, float]:
    per_page = [seconds / pages for seconds, pages in zip(run.seconds, run.fetched, strict=True)]
    return {
        "letters": len(run.pages),
        "refused": len(run.refused),
        "seconds_p50": float(np.percentile(run.seconds, 50)),
        "seconds_p95": float(np.percentile(run.seconds, 95)),
        "signing_seconds_p50": float(np.percentile(run.signing, 50)),
        "signing_seconds_max": max(run.signing),
        "seconds_per_page_p50": float(np.percentile(per_page, 50)),
        "pages_p50": float(np.percentile(run.pages, 50)),
        "pages_max": max(run.pages),
        "bytes_p50": float(np.percentile(run.sizes, 50)),
        "same_bytes": sum(run.same) / len(run.same),
    }


def _notes(run: Run) -> list[str]:
    told = [
        "Seconds of the whole request: verification, audit event, the kept bytes opened.",
        "Signing: the last checks, the process that makes the file and its start, the file sealed, the events.",
    ]
    return [*told, *(f"Refused: {sentence}" for sentence in run.refused)]
