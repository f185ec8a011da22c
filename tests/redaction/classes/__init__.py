"""One file for each class of identifier of 45 CFR 164.514(b)(2)(i): what is taken out, and beside it what must stay."""

from apps.redaction.concealment import Searcher
from apps.redaction.domain.kinds import BoundaryPolicy

LOCAL, HOSTED = BoundaryPolicy.LOCAL, BoundaryPolicy.HOSTED


def found(text: str, policy: BoundaryPolicy = HOSTED) -> list[tuple[str, str]]:
    """Return (class, text) of everything taken out of a text about a patient of whom no record is known."""
    return [(d.kind.value, text[d.start : d.end]) for d in Searcher([]).search(text, policy=policy).detections]


def left(text: str, policy: BoundaryPolicy = HOSTED) -> str:
    """Return a text with every finding replaced by an underscore."""
    parts, done = [], 0
    for d in Searcher([]).search(text, policy=policy).detections:
        parts += (text[done : d.start], "_")
        done = d.end
    return "".join([*parts, text[done:]])
