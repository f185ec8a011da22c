"""In every form a person reads, a signature shows name, credentials, day and time, and what it means (21 CFR 11.50).

The forms: the signed page (which is what a browser prints), the file of a summary and of a letter, the file inside a
request for a payer's system, the trace as a page and as text for programs.
"""

import base64
import io
import json
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from apps.review.models import Signature
from tests.review.pas.payer import as_ready, prepared


def manifest() -> list[str]:
    """Return what each form must show of the one signature there is."""
    signature = Signature.objects.get()
    at = timezone.localtime(signature.created_at)
    return ["Imani Okafor, MD", f"{at.day} {at:%b %Y}", f"{at:%H:%M}", "approved"]


def lacking(text: str) -> list[str]:
    said = " ".join(text.split()).casefold()
    return [part for part in manifest() if part.casefold() not in said]


def of_pdf(content: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def got(desk, name):
    return desk.client(desk.world.okafor).get(reverse(f"review:{name}", args=[desk.draft.pk]))


@pytest.mark.parametrize("name", ["draft_signed", "draft_trace"])
def test_a_page_shows_the_whole_manifest(signed, name):
    assert lacking(got(signed, name).content.decode()) == []


def test_the_text_for_programs_holds_the_whole_manifest(signed):
    signature = Signature.objects.get()
    (decision,) = json.loads(got(signed, "draft_trace_export").content)["decisions"]
    assert (decision["signed_name"], decision["signed_meaning"]) == ("Imani Okafor, MD", "Approved")
    assert decision["signed_at"].startswith(f"{signature.created_at:%Y-%m-%dT%H:%M}")


@pytest.mark.usefixtures("real_press")
def test_the_file_of_a_summary_shows_the_whole_manifest_and_not_with_what_it_was_signed(printed):
    text = of_pdf(got(printed, "draft_pdf").content)
    assert lacking(text) == []
    assert "with a password" not in text


@pytest.mark.usefixtures("real_press")
def test_the_file_of_a_letter_and_the_one_inside_a_payers_request_show_the_whole_manifest(desk):
    as_ready(desk)
    assert lacking(of_pdf(got(desk, "draft_pdf").content)) == []
    inside = list(files_in(prepared(desk).body))
    assert [lacking(of_pdf(content)) for content in inside] == [[]]


def files_in(value: Any) -> Iterator[bytes]:
    """Yield every PDF that stands anywhere in a FHIR resource."""
    if isinstance(value, dict):
        if value.get("contentType") == "application/pdf" and "data" in value:
            yield base64.b64decode(value["data"])
        for part in value.values():
            yield from files_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from files_in(part)
