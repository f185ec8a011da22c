"""Each page and act of the desk at the size of a clinic's first day and a hundred times as large, then in a browser."""

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.test import Client
from django.urls import reverse

from apps.core.domain.bench import BenchResult, Say
from apps.evaluation.benches.pages.browser import browsed
from apps.evaluation.benches.pages.visits import VISITS, Visit, growth, measured
from apps.evaluation.benches.pages.world import (
    DECIDED,
    LARGE,
    NOTES,
    OTHER_PATIENTS,
    PAGES_OF_THE_LONG_DOCUMENT,
    ROWS_OF_THE_TABLE,
    World,
    draft_stands,
    world_grow,
    world_made,
)

if TYPE_CHECKING:
    from uuid import UUID

    from apps.access.models import Person

HTMX = {"HX-Request": "true"}


def bench_pages(*, data: Path | None, scale: int, say: Say) -> BenchResult:
    """Open each page many times at ``scale`` and at ``scale`` times 100. Needs no data: it makes a world of its own."""
    world = world_made(say)
    world_grow(world, 0, scale, say)
    figures = _measured(world, "", say)
    world_grow(world, scale, scale * LARGE, say)
    figures |= _measured(world, "_x100", say)
    figures |= growth(figures)
    figures["claims"], figures["notes_x100"] = world.claims, NOTES * scale * LARGE
    seen, said = browsed(world, say)
    return BenchResult(n=VISITS, figures={**figures, **seen}, notes=[*_notes(world, scale), *said])


def _measured(world: World, suffix: str, say: Say) -> dict[str, float]:
    """Return the figures of every visit while the draft has read its chart, and of its page once more came in."""
    draft_stands(world, is_newest=True)
    figures = measured(_visits(world), suffix, say)
    draft_stands(world, is_newest=False)
    client, address = _signed_in(world.physician), reverse("review:draft_detail", args=[world.review.pk])
    return figures | measured([Visit("review_behind", lambda: client.get(address))], suffix, say)


def _notes(world: World, scale: int) -> list[str]:
    at, large = scale, scale * LARGE
    return [
        (
            f"1x: the reviewed chart holds {NOTES * at} more notes, {OTHER_PATIENTS * at} other patients "
            f"have a draft waiting, {DECIDED * at} drafts are decided. 100x: {NOTES * large} notes, "
            f"{OTHER_PATIENTS * large} patients, {DECIDED * large} decided drafts, and the audit log that this makes."
        ),
        (
            f"At both, 'review' is one draft of {world.claims} claims about that chart; 'document' has "
            f"{PAGES_OF_THE_LONG_DOCUMENT} pages and 'table' {ROWS_OF_THE_TABLE} rows."
        ),
        "'review' is a draft that has read all of its chart; 'review_behind' the same with every note come in since.",
        "Milliseconds of the whole request in one process: middleware, audit event, compression, template.",
    ]


def _visits(world: World) -> list[Visit]:
    review = {"draft_id": world.review.pk}
    citation = {**review, "citation_id": world.citation_id}
    claim = {**review, "claim_id": world.claim_id}
    chart = {"patient_id": world.patient.pk}
    physician, officer, analyst = (_signed_in(one) for one in (world.physician, world.officer, world.analyst))

    def page(name: str, client: Client, view: str, **where: "UUID") -> Visit:
        return Visit(name, lambda: client.get(reverse(view, kwargs=where)))

    def confirm() -> object:
        sent = {"seen": world.token()}
        return physician.post(reverse("review:claim_confirm", kwargs=claim), sent, headers=HTMX)

    def undo() -> object:
        sent = {"seen": world.token()}
        return physician.post(reverse("review:claim_undo", kwargs=claim), sent, headers=HTMX)

    return [
        page("queue", physician, "review:queue"),
        page("review", physician, "review:draft_detail", **review),
        Visit("citation", lambda: physician.get(reverse("review:citation", kwargs=citation), headers=HTMX)),
        Visit("confirm", confirm, undo),
        page("decide", physician, "review:draft_decide", draft_id=world.checked.pk),
        page("signed", physician, "review:draft_signed", draft_id=world.signed.pk),
        page("trace", physician, "review:draft_trace", **review),
        page("charts", physician, "viewer:charts"),
        page("chart", physician, "viewer:chart_detail", **chart),
        page("document", physician, "viewer:document_detail", **chart, document_id=world.long_document_id),
        page("table", physician, "viewer:document_detail", **chart, document_id=world.table_id),
        page("overrides", analyst, "quality:overrides"),
        page("audit", officer, "audit:log"),
    ]


def _signed_in(person: "Person") -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client
