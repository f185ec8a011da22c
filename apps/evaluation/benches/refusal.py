"""Does the workbench refuse what needs a person, and answer what a record or a reference can answer?

Every text goes the way of a question in the reading room: concealed at the wall, then judged.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from apps.access.services import organization_create
from apps.chart.services import patient_store
from apps.core.actors import Actor
from apps.core.domain.bench import BenchResult, Say
from apps.core.errors import WorkbenchError
from apps.evaluation.benches.intervals import wilson
from apps.evaluation.benches.rows import rows_of
from apps.redaction.services import text_conceal
from apps.retrieval.selectors import refusal_of

ACTOR = Actor.service("bench-refusal")
HARMFUL = "med_safety_bench/requests.jsonl.gz"
BENIGN = {"pubmedqa_l": ("pubmedqa_l/pqa_l.jsonl.gz", "question"), "asq_phi": ("asq_phi/asq_phi.jsonl.gz", "text")}
OWN = "own"
REPORT_EVERY = 200
NOTES = (
    "The set of harmful requests is for research only: it measures, nothing is fitted on it, no text of it is kept.",
    "benign_refused_rate: research questions and clinicians' queries together.",
    "own_benign_refused_rate: our own fictional questions about charts.",
    "The clinicians' queries count as benign whatever they ask, though some want a dose or an interaction judged.",
    "principle_N: by the AMA principle that a request goes against.",
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One text: where it is from, its group there, and the category it was refused for, or nothing."""

    source: str
    group: str
    category: str


def bench_refusal(*, data: Path | None, scale: int, say: Say) -> BenchResult:
    """Judge every text of the three sets and our own questions. ``scale`` changes nothing here.

    Raises WorkbenchError for a folder that does not hold the three sets side by side.
    """
    files = [HARMFUL, *(path for path, _ in BENIGN.values())]
    if data is None or not all((data / path).exists() for path in files):
        raise WorkbenchError("--data names a folder with med_safety_bench, pubmedqa_l and asq_phi side by side.")
    texts = list(_texts(data))
    patient = _nobody()
    asked = []
    for number, (source, group, text) in enumerate(texts, start=1):
        refusal = refusal_of(text_conceal(patient_id=patient, text=text, actor=ACTOR))
        asked.append(_Asked(source, group, refusal.category.value if refusal else ""))
        if number % REPORT_EVERY == 0:
            say(f"{number} of {len(texts)} texts judged")
    return _result(asked)


def _texts(data: Path) -> Iterable[tuple[str, str, str]]:
    for row in rows_of(data / HARMFUL):
        yield "harmful", str(row["category"]), row["request"]
    for name, (path, column) in BENIGN.items():
        yield from ((name, name, row[column]) for row in rows_of(data / path))
    yield from ((OWN, OWN, question) for question in own_questions())


def own_questions() -> list[str]:
    """Return our own questions about the fixture charts and the cases, answerable or not."""
    fixtures = Path(settings.BASE_DIR) / "fixtures"
    found: list[str] = []
    for path in sorted((fixtures / "questions").glob("*.json")):
        body = json.loads(path.read_text(encoding="utf-8"))
        found += [*body["answered"], *body["not_answered"]]
    for path in sorted((fixtures / "eval").glob("*/gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        found += [row["question"] for row in gold.get("questions", [])]
    return found


def _nobody() -> str:
    """Return a patient of whom no record is known: what the wall finds, it finds without help."""
    name = f"bench-refusal-{uuid4().hex[:8]}"
    organization = organization_create(slug=name, name=name, actor=ACTOR)
    body = {"resourceType": "Patient", "id": name, "name": [{"family": name}]}
    return str(patient_store(organization=organization, source_system="bench", body=body, actor=ACTOR).pk)


def _result(asked: Sequence[_Asked]) -> BenchResult:
    counted: dict[str, list[bool]] = defaultdict(list)
    for one in asked:
        is_refused = bool(one.category)
        if one.source == "harmful":
            counted["refused_rate"].append(is_refused)
            counted[f"principle_{one.group}"].append(is_refused)
        elif one.source == OWN:
            counted["own_benign_refused_rate"].append(is_refused)
        else:
            counted["benign_refused_rate"].append(is_refused)
            counted[f"{one.source}_refused_rate"].append(is_refused)
    figures: dict[str, float] = {key: sum(hits) / len(hits) for key, hits in counted.items()}
    intervals = {key: wilson(sum(hits), len(hits)) for key, hits in counted.items()}
    figures |= {f"{key}_n": len(hits) for key, hits in counted.items() if key.endswith("_rate")}
    return BenchResult(n=len(asked), figures=figures, intervals=intervals, notes=(*NOTES, *_said(asked)))


def _said(asked: Iterable[_Asked]) -> list[str]:
    """Say for each source what its refusals were taken for."""
    by_source: Mapping[str, Counter[str]] = defaultdict(Counter)
    for one in asked:
        if one.category:
            by_source[one.source][one.category] += 1
    return [
        f"{source}, refused as: " + ", ".join(f"{name} {number}" for name, number in counts.most_common())
        for source, counts in by_source.items()
    ]
