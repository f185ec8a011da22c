"""What leaves the perimeter goes with what stands close to it: a title with its name, a town with its institution."""

import re
from collections.abc import Iterable
from dataclasses import replace

from apps.redaction.domain.detection import Detection
from apps.redaction.domain.folding import fold_key
from apps.redaction.domain.kinds import IdentifierKind
from apps.redaction.patterns.vocabulary import STATE_NAMES, STATES

_TITLE = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Mx|Miss|Prof|Doctor|Professor|[Nn]urse)\.?[ ]+$")
_PEOPLE = frozenset({IdentifierKind.PERSON, IdentifierKind.CLINICIAN, IdentifierKind.PATIENT, IdentifierKind.RELATIVE})
_SITES = frozenset({IdentifierKind.ORGANIZATION, IdentifierKind.PLACE})
_BETWEEN = re.compile(r",? (?:in |at |of )?(?:the )?|, ?")
_LONGEST_TITLE = 12
_STATE_AFTER = re.compile(rf",? (?:in )?(?:{STATES}|{STATE_NAMES})(?![A-Za-z])")


def widened(text: str, settled: Iterable[Detection]) -> list[Detection]:
    """Return settled detections, each person with the title before it and each institution with the town after it.

    The thing meant stays the same: it keeps the key it had, so that its other writings share its number.
    """
    wide: list[Detection] = []
    for found in settled:
        if (
            wide
            and found.kind in _SITES
            and wide[-1].kind in _SITES
            and _BETWEEN.fullmatch(text[wide[-1].end : found.start])
        ):
            wide[-1] = replace(_keyed(text, wide[-1]), end=found.end)
        elif found.kind in _PEOPLE and (
            title := _TITLE.search(text, max(0, found.start - _LONGEST_TITLE), found.start)
        ):
            wide.append(replace(_keyed(text, found), start=title.start()))
        else:
            wide.append(found)
        if found.kind in _SITES and (state := _STATE_AFTER.match(text, found.end)):
            wide[-1] = replace(_keyed(text, wide[-1]), end=state.end())
    return wide


def _keyed(text: str, found: Detection) -> Detection:
    return found if found.key else replace(found, key=fold_key(text[found.start : found.end]))
