"""Finds the FHIR files a person points to, and the order in which to read them."""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from apps.intake.domain.media_types import FHIR_JSON, FHIR_NDJSON
from apps.intake.errors import IntakeError

MEDIA_TYPE_OF_SUFFIX: Mapping[str, str] = {".json": FHIR_JSON, ".ndjson": FHIR_NDJSON}
# A bulk export has one file per type. What others refer to is read first, so that nothing waits for its patient.
RANK_OF_TYPE: Mapping[str, int] = {
    "Organization": 0, "Location": 0, "Practitioner": 0, "PractitionerRole": 0, "Medication": 0, "Binary": 0,
    "Patient": 1, "Encounter": 2,
}  # fmt: skip
RANK_OF_THE_REST = 3
LONGEST_FIRST_LINE = 2**20


@dataclass(frozen=True, slots=True)
class FhirFile:
    """One file to send: where it lies, what it is called as a message, what it holds."""

    path: Path
    name: str
    media_type: str


def fhir_files(paths: Iterable[Path]) -> list[FhirFile]:
    """Return the FHIR files under the paths: folders through and through, in sorted order, what others refer to first.

    Raises IntakeError for a path that does not exist, or a file whose name is not that of FHIR JSON.
    """
    found = [file for path in paths for file in _files(path)]
    if not found:
        raise IntakeError(
            "There is no FHIR file there. "
            "Name files ending in .json, .ndjson, .json.gz or .ndjson.gz, or a folder of them."
        )
    return sorted(found, key=_rank)


def _files(path: Path) -> Iterator[FhirFile]:
    if path.is_dir():
        for inner in sorted(path.rglob("*")):
            if inner.is_file() and (media_type := media_type_of(inner)):
                yield FhirFile(inner, str(inner.relative_to(path)), media_type)
    elif not path.exists():
        raise IntakeError(f"{path} does not exist.")
    elif media_type := media_type_of(path):
        yield FhirFile(path, path.name, media_type)
    else:
        raise IntakeError(f"{path} is not named like a FHIR file (.json, .ndjson, with or without .gz).")


def media_type_of(path: Path) -> str:
    """Return the media type a file's name promises, or an empty text."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes[-1:] == [".gz"]:
        suffixes.pop()
    return MEDIA_TYPE_OF_SUFFIX.get(suffixes[-1], "") if suffixes else ""


def _rank(file: FhirFile) -> int:
    return (
        RANK_OF_TYPE.get(_first_type(file.path), RANK_OF_THE_REST)
        if file.media_type == FHIR_NDJSON
        else RANK_OF_THE_REST
    )


def _first_type(path: Path) -> str:
    """Return the type of an NDJSON file's first resource; whatever is wrong with the file is said when it is read."""
    try:
        with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as stream:
            first = json.loads(stream.readline(LONGEST_FIRST_LINE))
    except (OSError, EOFError, ValueError, RecursionError, zlib.error):
        return ""
    return str(first.get("resourceType")) if isinstance(first, dict) else ""
