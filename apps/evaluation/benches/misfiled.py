"""Is a page of another person seen, and is nobody's own page called another's? Headers against every chart of a set."""

from __future__ import annotations

import base64
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apps.chart.domain.ccda import NotReadable, read_document
from apps.chart.domain.identity import Claim, KnownIdentity, Part, Verdict, judge, known_identity, read_claims
from apps.chart.domain.identity.dates import days_meant
from apps.core.domain.bench import BenchResult, Say
from apps.core.errors import WorkbenchError
from apps.evaluation.benches.intervals import wilson

DISTINCT = 2  # parts
WHOLE_DAY = len("19680214")
NOTES = (
    "read: documents of whose header anything was read at all; the others are silent and can never be set aside.",
    "alarms: documents that differ from the chart they stand in. Each is to be looked at: it may be misfiled indeed.",
    "found: of the documents that agree with their own chart, held against every other chart: how many differ.",
    "clear_found: of those pairs, only documents whose header says two of name, birth date and number or more.",
)
CCDA_NOTE = (
    "C-CDA: the chart is the document's own envelope, so `alarms` of an envelope is a check of the reader alone."
)


@dataclass(frozen=True, slots=True)
class _Page:
    """A document as it came, with the identity of the chart it stands in."""

    name: str
    chart: str
    known: KnownIdentity
    claims: tuple[Claim, ...]


def bench_misfiled(*, data: Path | None, scale: int, say: Say) -> BenchResult:
    """Judge every document against its own chart, and against every other chart. ``scale`` changes nothing here.

    Raises WorkbenchError for a folder that holds neither FHIR nor C-CDA.
    """
    pages = list(_pages(data)) if data else []
    if not pages:
        raise WorkbenchError("--data names a folder of charts: FHIR (*/bundle.json or NDJSON) or C-CDA (*/*.xml.gz).")
    say(f"{len(pages)} documents, {sum(bool(page.claims) for page in pages)} with a header that was read")
    return _result(pages, is_ccda=bool(list(data.glob("*/*.xml.gz"))) if data else False)


def _pages(folder: Path) -> Iterator[_Page]:
    for path in sorted(folder.glob("*/bundle.json")):
        bundle = json.loads(path.read_text(encoding="utf-8"))
        yield from _of_chart(path.parent.name, [entry["resource"] for entry in bundle["entry"]])
    for path in sorted(folder.glob("patient_*.ndjson.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from _of_chart(path.name, [json.loads(line) for line in lines])
    for path in sorted(folder.glob("*/*.xml.gz")):
        yield from _of_envelope(path)


def _of_chart(chart: str, resources: Sequence[Mapping[str, Any]]) -> Iterator[_Page]:
    patient = next((one for one in resources if one.get("resourceType") == "Patient"), None)
    if patient is None:
        return
    known = known_identity(patient)
    for resource in resources:
        attached = [*resource.get("presentedForm", []), *(one["attachment"] for one in resource.get("content", []))]
        for attachment in attached if resource["resourceType"] in {"DocumentReference", "DiagnosticReport"} else ():
            text = base64.b64decode(attachment.get("data", "")).decode("utf-8", "replace")
            yield _Page(str(resource.get("id")), chart, known, read_claims(text))


def _of_envelope(path: Path) -> Iterator[_Page]:
    try:
        document = read_document(gzip.decompress(path.read_bytes()))
    except NotReadable:
        return
    yield _Page(path.name, path.name, known_identity(_patient_of(document.claims)),
                (*document.claims, *read_claims(document.text)))  # fmt: skip


def _patient_of(claims: Iterable[Claim]) -> dict[str, Any]:
    """Return the FHIR Patient that an envelope's claims make."""
    names = [claim.text.partition(", ") for claim in claims if claim.part is Part.NAME]
    born = [claim.text for claim in claims if claim.part is Part.BIRTH_DATE and len(claim.text) == WHOLE_DAY]
    numbers = [claim for claim in claims if claim.part is Part.IDENTIFIER]
    return {
        "name": [{"family": family, "given": given.split()} for family, _, given in names],
        "birthDate": min(days_meant(born[0])).isoformat() if born and days_meant(born[0]) else "",
        "identifier": [{"system": f"urn:oid:{one.authority}", "value": one.text} for one in numbers],
    }


def _result(pages: Sequence[_Page], *, is_ccda: bool) -> BenchResult:
    own = {page: judge(page.claims, page.known) for page in pages}
    charts = {page.chart: page.known for page in pages}
    alarms = [page for page, finding in own.items() if finding.verdict is Verdict.DIFFERS]
    agreeing = [page for page, finding in own.items() if finding.verdict is Verdict.AGREES]
    pairs, clear = Counter[bool](), Counter[bool]()
    for page in agreeing:
        for chart, known in charts.items():
            if chart != page.chart and not _same_person(page.known, known):
                found = judge(page.claims, known).verdict is Verdict.DIFFERS
                pairs[found] += 1
                clear[found] += len({claim.part for claim in page.claims}) >= DISTINCT
    read = sum(bool(page.claims) for page in pages)
    figures: dict[str, float] = {
        "read": read, "alarms": len(alarms), "pairs": pairs.total(), "clear_pairs": clear.total(),
    }  # fmt: skip
    intervals: dict[str, tuple[float, float]] = {}
    for key, hits, of in (
        ("alarm_rate", len(alarms), read), ("found", pairs[True], pairs.total()),
        ("clear_found", clear[True], clear.total()),
    ):  # fmt: skip
        if of:
            figures[key], intervals[key] = hits / of, wilson(hits, of)
    said = [f"alarm: {page.name} in {page.chart}: {', '.join(own[page].differs)}" for page in alarms]
    return BenchResult(len(pages), figures, intervals, notes=(*NOTES, *([CCDA_NOTE] if is_ccda else ()), *said))


def _same_person(one: KnownIdentity, other: KnownIdentity) -> bool:
    """Say whether two charts of a set are of one person: samples often send the same one twice."""
    return one.born == other.born and bool({name.family for name in one.names} & {name.family for name in other.names})
