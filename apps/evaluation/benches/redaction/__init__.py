"""The wall on text whose identifiers are known: what it misses, what it takes too much of, and how fast it is."""

from collections.abc import Callable
from pathlib import Path

from apps.core.domain.bench import BenchResult, Say
from apps.core.errors import WorkbenchError
from apps.evaluation.benches.redaction import asq_phi, cases, notes, presidio_synth

# What a folder holds says which data set it is.
SETS: tuple[tuple[str, Callable[[Path, Say], BenchResult]], ...] = (
    (asq_phi.FILE, asq_phi.bench_asq_phi),
    (presidio_synth.FILE, presidio_synth.bench_presidio_synth),
    (notes.LITERALS_FILE, notes.bench_fhir_notes),
    (notes.ACI_FILE, notes.bench_aci_bench),
    (cases.PATTERN, cases.bench_cases),
)


def bench_redaction(*, data: Path | None, scale: int, say: Say) -> BenchResult:
    """Search the texts of the folder with the wall and with stock Presidio. ``scale`` changes nothing here.

    Raises WorkbenchError for a folder that holds none of the sets.
    """
    for pattern, measure in SETS:
        if data is not None and any(data.glob(pattern)):
            return measure(data, say)
    raise WorkbenchError(
        "Name a folder with marked identifiers with --data: asq_phi, presidio_synth, fhir_bulk10_notes, aci_bench, or "
        "a folder of eval cases such as fixtures/eval."
    )
