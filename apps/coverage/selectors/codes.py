"""What the table of ICD-10-CM says of a request's codes."""

from collections.abc import Iterable

from apps.coverage.models import DiagnosisCode

NO_TABLE = "No table of ICD-10-CM is loaded here, so the diagnosis codes were checked for their shape only."


def diagnosis_titles(codes: Iterable[str]) -> dict[str, str]:
    """Return what each known code is called."""
    return dict(DiagnosisCode.objects.filter(code__in=list(codes)).values_list("code", "title"))


def diagnosis_doubts(codes: Iterable[str]) -> tuple[str, ...]:
    """Return a sentence for each code that the table does not have or has as a heading, in order.

    A table is as old as its release: a code may be newer, so these are reasons to look and none to refuse.
    """
    asked = list(dict.fromkeys(codes))
    known = {row.code: row for row in DiagnosisCode.objects.filter(code__in=asked)}
    release = next(iter(DiagnosisCode.objects.values_list("release", flat=True)[:1]), "")
    if not asked or not release:
        return (NO_TABLE,) if asked else ()
    return tuple(sentence for code in asked if (sentence := _doubt(code, known.get(code), release)))


def _doubt(code: str, row: DiagnosisCode | None, release: str) -> str:
    if row is None:
        return f"{code} is not in ICD-10-CM as it is loaded here ({release}). Check the code."
    if not row.is_whole:
        return f"{code} ({row.title}) is a heading of ICD-10-CM: name the code under it that says more."
    return ""
