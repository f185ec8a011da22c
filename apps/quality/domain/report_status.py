"""In which formats a report is taken away, and how far a file is."""

from enum import StrEnum


class FileFormat(StrEnum):
    """As what a report is taken away."""

    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"


class FileState(StrEnum):
    """How far a file is."""

    ASKED = "asked"  # of single decisions: until a privacy officer allows it
    DENIED = "denied"
    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"
    EXPIRED = "expired"


FORMAT_WORDS = {
    FileFormat.PDF: "PDF, to print",
    FileFormat.XLSX: "Excel workbook",
    FileFormat.CSV: "CSV",
    FileFormat.JSON: "JSON",
}
MEDIA_TYPES = {
    FileFormat.PDF: "application/pdf",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.JSON: "application/json",
}
UNDER_WAY = (FileState.WAITING, FileState.MAKING)
HAS_LEFT = (*UNDER_WAY, FileState.READY, FileState.EXPIRED)  # allowed, and not given up
