"""The name finder's findings, less what is clinical prose."""

from apps.redaction.domain.detection import Detection


def names_find_kept(text: str) -> list[Detection]:
    """Return what the trained name finder found and the clinical allow-list does not claim."""
    return []
