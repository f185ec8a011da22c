"""What a draft can fail of, each under one name, and the sentence people read when trying again was given up."""

from collections.abc import Mapping
from enum import StrEnum

from apps.drafting.domain.status import DraftStatus


class Bucket(StrEnum):
    RETRIEVAL = "retrieval"
    TIMEOUT = "timeout"
    GUARDRAIL = "guardrail"
    MODEL = "model"
    UPSTREAM = "upstream"
    HALTED = "halted"
    BUDGET = "budget"
    WORKER = "worker"


# Where an error falls that nobody foresaw: by the stage it broke.
UNFORESEEN: Mapping[DraftStatus, Bucket] = {
    DraftStatus.QUEUED: Bucket.RETRIEVAL,
    DraftStatus.RETRIEVED: Bucket.MODEL,
    DraftStatus.GENERATED: Bucket.GUARDRAIL,
}
DOING: Mapping[DraftStatus, str] = {
    DraftStatus.QUEUED: "reading the chart",
    DraftStatus.RETRIEVED: "writing",
    DraftStatus.GENERATED: "checking",
}
WHY: Mapping[Bucket, str] = {
    Bucket.RETRIEVAL: "the chart could not be searched",
    Bucket.TIMEOUT: "the model took longer than it may",
    Bucket.GUARDRAIL: "what the model wrote could not be read or checked",
    Bucket.MODEL: "the model failed",
    Bucket.UPSTREAM: "the host of the model did not answer as it must",
    Bucket.WORKER: "its worker was lost",
}
# What became of a call that gave no draft.
BROKEN_OFF: Mapping[str, str] = {
    **{bucket.value: why for bucket, why in WHY.items()},
    Bucket.HALTED: "drafting was stopped",
}
MANUAL_PATH = "Nothing was lost: start it again, or write the document by hand."


def gave_up(stage: DraftStatus, bucket: str, attempts: int) -> str:
    """Return the sentence of a draft whose step was tried so often and always broke off."""
    why = WHY[Bucket(bucket)] if bucket in WHY else WHY[Bucket.WORKER]
    return (
        f"Drafting broke off {attempts} times while {DOING[stage]} and was given up; the last time {why}. {MANUAL_PATH}"
    )
