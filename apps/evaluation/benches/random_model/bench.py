"""Belt 2 with models of random weights over real charts, from the request to the end, as production drafts."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django.conf import settings

from apps.access.selectors import actor_for
from apps.access.services import organization_create, person_create
from apps.chart.services import patient_grant
from apps.core.domain.bench import BenchResult, Say
from apps.core.errors import WorkbenchError
from apps.drafting.domain.claims import Support
from apps.drafting.domain.prompting import prompt_texts
from apps.drafting.domain.status import DraftStatus
from apps.drafting.selectors import draft_for_review
from apps.drafting.services import draft_request
from apps.evaluation.benches.draft import ACTOR, FIXTURES, STEPS, drafts_wanted, take_in
from apps.evaluation.benches.intervals import wilson
from apps.evaluation.benches.random_model.weights import RandomModel, random_model_write
from apps.evaluation.benches.random_model.yardstick import WORD, is_said
from apps.governance.services import model_register

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import Patient
    from apps.drafting.models import Draft

DRAFTS = 200  # of scale 1
CONTEXT = 8192  # tokens
SETTINGS = f"context={CONTEXT}&threads=1&temperature=1"
SHOWN = 3  # sentences of each kind quoted in the notes
# One writes letter by letter, one says words of the charts in any order, one says few of them at a time.
LEANINGS = {"letters": (-4.0, 0.0), "words": (4.0, 0.0), "few-words": (4.0, 3.5)}
Wanted = tuple["Patient", dict[str, Any]]


@dataclass
class Run:
    """What a run gathers."""

    ends: list[DraftStatus] = field(default_factory=list)
    claims: int = 0
    supported: int = 0
    unsupported: list[str] = field(default_factory=list)  # shown as supported all the same
    tokens: int = 0
    seconds: float = 0.0


def bench_random_model(*, data: Path | None, scale: int, say: Say) -> BenchResult:
    """Make 200 drafts times ``scale`` with random models and count what is shown as supported and is not."""
    person, wanted = _charts(data, say)
    words = _words(person, wanted)
    run, made = Run(), DRAFTS * scale
    with TemporaryDirectory() as folder:
        _models(Path(folder), words, _admin(person))
        for number in range(made):
            name = list(LEANINGS)[number % len(LEANINGS)]
            patient, task = wanted[number // len(LEANINGS) % len(wanted)]
            with _drafting_with(Path(folder), f"llama_cpp:{name}.gguf?{SETTINGS}&seed={number}"):
                _count(run, patient, person, task)
            if (number + 1) % 10 == 0:
                say(
                    f"{number + 1} of {made} drafts, {run.claims} claims, {run.supported} shown as supported, "
                    f"{len(run.unsupported)} of them unsupported"
                )
    return _result(run)


def _charts(data: Path | None, say: Say) -> tuple["Person", list[Wanted]]:
    organization = organization_create(slug="bench-random", name="Bench", actor=ACTOR)
    person = person_create(
        email="bench@random.example", display_name="Bench", role="physician", organization=organization, actor=ACTOR
    )
    take_in(organization, data or FIXTURES / "charts", say)
    patients = list(organization.patients.order_by("source_id"))
    if not patients:
        raise WorkbenchError("There is no patient in this folder, so there is nothing to draft.")
    for patient in patients:
        patient_grant(patient=patient, permission="view_chart", person=person, actor=ACTOR)
    return person, [(patient, task) for patient in patients for task in drafts_wanted(patient, own=data is None)]


def _words(person: "Person", wanted: list[Wanted]) -> tuple[str, ...]:
    """Return the words of what the composer says of these charts, and of the prompts."""
    texts = [f"{text.system} {text.user.template}" for text in prompt_texts()]
    for patient, task in wanted:
        made = _draft(patient, person, task)
        texts += [claim.text for claim in made.claims.all()]
    return tuple(sorted({word for text in texts for word in WORD.findall(text) if len(word) > 1}))


def _admin(person: "Person") -> "Person":
    """Return somebody who may answer for a model file: no other is run."""
    return person_create(
        email="admin@random.example", display_name="Admin", role="admin", organization=person.organization, actor=ACTOR
    )


def _models(folder: Path, words: tuple[str, ...], admin: "Person") -> None:
    for name, (words_lean, ends_lean) in LEANINGS.items():
        model = RandomModel(words=words, words_lean=words_lean, ends_lean=ends_lean, context=CONTEXT)
        path = random_model_write(folder / f"{name}.gguf", model)
        model_register(path=path, name=name, licence="none: random", card={}, person=admin, actor=actor_for(admin))
    for file in Path(settings.WORKBENCH_MODELS_DIR).iterdir():  # the index goes on with its own
        (folder / file.name).symlink_to(file.resolve())


@contextmanager
def _drafting_with(folder: Path, inference: str) -> Iterator[None]:
    before = settings.WORKBENCH_MODELS_DIR, settings.WORKBENCH_INFERENCE
    settings.WORKBENCH_MODELS_DIR, settings.WORKBENCH_INFERENCE = folder, inference
    try:
        yield
    finally:
        settings.WORKBENCH_MODELS_DIR, settings.WORKBENCH_INFERENCE = before


def _draft(patient: "Patient", person: "Person", task: dict[str, Any]) -> "Draft":
    """Return a draft after the steps that a worker takes."""
    draft = draft_request(patient_id=patient.pk, person=person, actor=actor_for(person), **task)
    for step in STEPS.values():
        step(draft_id=draft.pk, worker="bench", actor=ACTOR)
    return draft_for_review(draft.pk)


def _count(run: Run, patient: "Patient", person: "Person", task: dict[str, Any]) -> None:
    start = time.perf_counter()
    made = _draft(patient, person, task)
    run.seconds += time.perf_counter() - start
    run.ends.append(DraftStatus(made.status))
    for inference in made.runs.all():
        run.tokens += inference.output_tokens
        run.claims += len(inference.output["claims"])
    _count_claims(run, made)


def _count_claims(run: Run, made: "Draft") -> None:
    """A reviewer sees what is left of a draft that is READY; its claims stand in the order of the answer."""
    answers = [proposed for inference in made.runs.all() for proposed in inference.output["claims"]]
    for claim in made.claims.all():
        if claim.support == Support.SUPPORTED:
            run.supported += 1
            proposed = answers[claim.ordinal - 1]
            if not is_said(claim.text, (span["quote"] for span in proposed["citations"])):
                run.unsupported.append(f"{claim.text} (on: {proposed['citations'][0]['quote'][:80]})")


def _result(run: Run) -> BenchResult:
    figures: dict[str, float] = {
        "drafts": len(run.ends),
        "ready": run.ends.count(DraftStatus.READY),
        "blocked": run.ends.count(DraftStatus.BLOCKED),
        "failed": run.ends.count(DraftStatus.FAILED),
        "claims": run.claims,
        "shown_as_supported": run.supported,
        "unsupported_shown_as_supported": len(run.unsupported),
        "output_tokens": run.tokens,
        "tokens_per_s": run.tokens / run.seconds,
    }
    share = wilson(len(run.unsupported), run.claims) if run.claims else (0.0, 1.0)
    return BenchResult(
        n=len(run.ends),
        figures=figures,
        intervals={"unsupported_shown_as_supported": (share[0] * run.claims, share[1] * run.claims)},
        notes=(
            f"The models in turn: {', '.join(LEANINGS)}; every draft with another seed.",
            "Unsupported: not all words of the sentence stand in one cited line in this order (yardstick.py).",
            "The interval is that of the share among all claims, times the claims.",
            "tokens_per_s counts the whole time from the request to the end, search and checks among it.",
            *(f"Shown as supported: {sentence}" for sentence in run.unsupported[:SHOWN]),
        ),
    )
