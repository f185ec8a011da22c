"""What a model is given is what its boundary policy lets cross, and it is in the ledger before it is given."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from apps.drafting import backends
from apps.drafting.domain.errors import BackendError
from apps.drafting.domain.tasks import DraftInput, DraftOutput
from apps.drafting.interface import Watch
from apps.drafting.models import Citation, Claim
from apps.drafting.services import steps
from apps.redaction.boundary_secrets import shift_days
from apps.redaction.domain.kinds import BoundaryPolicy
from apps.redaction.models import BoundaryCrossing
from apps.retrieval.selectors import patient_passages
from tests.drafting.conftest import request_summary, run
from tests.factories import World, make_agreement


class Hosted(backends.ExtractiveBackend):
    """The real composer as if it stood outside the perimeter; it remembers what it was given."""

    host = "models.example"
    policy = BoundaryPolicy.HOSTED

    def __init__(self) -> None:
        self.given: list[DraftInput] = []

    def generate(self, draft_input: DraftInput, watch: Watch) -> DraftOutput:
        self.given.append(draft_input)
        return super().generate(draft_input, watch)


class Careless(Hosted):
    """It makes up a person in its first sentence."""

    def generate(self, draft_input: DraftInput, watch: Watch) -> DraftOutput:
        output = super().generate(draft_input, watch)
        first = replace(output.claims[0], text=f"[CLINICIAN-77] says: {output.claims[0].text}")
        return replace(output, claims=(first, *output.claims[1:]))


class Broken(Hosted):
    def generate(self, draft_input: DraftInput, watch: Watch) -> DraftOutput:
        raise BackendError("The model is away.")


@pytest.fixture(autouse=True)
def agreed(charted: World) -> None:
    make_agreement(charted, Hosted.host)


def use(monkeypatch: pytest.MonkeyPatch, backend: Any) -> Any:
    monkeypatch.setattr(steps, "backend_in_use", lambda: backend)
    return backend


def test_what_the_ledger_says_is_the_hash_of_what_the_model_got(charted: World) -> None:
    draft = run(request_summary(charted))
    line = BoundaryCrossing.objects.get(draft_id=draft.pk)
    inference = draft.runs.get()
    assert (line.policy, line.host, line.sha256) == ("local", "", inference.input_sha256)
    assert line.fence == inference.fence
    assert line.found["PATIENT"] == {"known": line.tokens["PATIENT"]}


def is_in(text: str, day: date) -> bool:
    return day.isoformat() in text or f"{day.day} {day:%b %Y}" in text


def test_a_hosted_model_sees_no_date_of_the_record_and_the_draft_has_them_again(
    charted: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = run(request_summary(charted))
    backend = use(monkeypatch, Hosted())
    draft = run(request_summary(charted))
    given = backend.given[0]
    texts = " ".join(passage.text for passage in given.passages)
    record = " ".join(passage.text for passage in patient_passages(draft.patient_id, charted.okafor))
    shift = timedelta(days=shift_days(draft.patient_id))
    assert is_in(record, date(2024, 3, 28))
    assert is_in(record, date(2025, 5, 20))
    for day in (date(2024, 3, 28), date(2025, 5, 20), date(2026, 11, 6)):
        assert not is_in(texts, day) or is_in(record, day - shift)  # another date may come to stand there
    assert draft.created_at.date() - given.task.as_of == -shift
    assert draft.status == "READY", draft.reason
    words = [list(it.claims.order_by("ordinal").values_list("text", flat=True)) for it in (own, draft)]
    assert words[0] == words[1]


def test_citations_of_a_hosted_draft_are_bound_to_the_words_of_the_record(
    charted: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = run(request_summary(charted))
    use(monkeypatch, Hosted())
    draft = run(request_summary(charted))
    bound = [
        list(Citation.objects.filter(claim__draft=it).order_by("ordinal").values_list("quote_sha256"))
        for it in (own, draft)
    ]
    assert bound[0] == bound[1]
    line = BoundaryCrossing.objects.get(draft_id=draft.pk)
    assert (line.policy, line.host) == ("hosted", "models.example")
    assert line.dates_shifted > 0
    assert line.sha256 != own.runs.get().input_sha256


def test_a_sentence_about_somebody_nobody_handed_out_is_left_out_and_said_to_be(
    charted: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, Careless())
    draft = run(request_summary(charted))
    assert not Claim.objects.filter(draft=draft, text__contains="CLINICIAN-77").exists()
    assert any("left out" in sentence for sentence in draft.missing)


def test_a_call_that_fails_has_crossed_all_the_same(charted: World, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Broken())
    draft = run(request_summary(charted))
    assert draft.runs.get().broken_off == "model"
    assert BoundaryCrossing.objects.filter(draft_id=draft.pk).exists()
