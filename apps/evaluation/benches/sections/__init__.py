"""Where a document is divided, and what each part is, against divisions that the product did not make."""

from collections.abc import Callable
from pathlib import Path

from apps.core.domain.bench import BenchResult, Say
from apps.core.errors import WorkbenchError
from apps.evaluation.benches.sections import aci_bench, ccda, mts_dialog

# What a folder holds says which data set it is.
SETS: tuple[tuple[str, Callable[[Path], BenchResult]], ...] = (
    (aci_bench.FILE, aci_bench.bench_aci_bench),
    (mts_dialog.FILE, mts_dialog.bench_mts_dialog),
    (ccda.PATTERN, ccda.bench_ccda),
)


def bench_sections(*, data: Path | None, scale: int, say: Say) -> BenchResult:
    """Divide every document of the folder and compare. ``scale`` changes nothing here. Takes seconds.

    Raises WorkbenchError for a folder that holds none of the sets.
    """
    for pattern, measure in SETS:
        if data is not None and any(data.glob(pattern)):
            return measure(data)
    raise WorkbenchError("Name a folder of divided documents with --data: aci_bench, mts_dialog or ccda.")
