"""Parts of a page whose head names somebody else: another name, or an age and sex that are not the patient's."""

import re

from apps.drafting.domain.criteria.case import Case
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.tasks import PassageView

SOMEBODY_ELSE = re.compile(
    r"(?i)^.*\b(?:user|patient|name|client|pt|member)\b\s*[:#]?\s*\[(?:PERSON|RELATIVE|CLINICIAN)-\d+[a-z]*\]"
)
OWN_AGAIN = re.compile(r"\[PATIENT-\d+[a-z]*\]")
# "RAVENSWOOD, ODETTE   61 F": the head of a page of results, with the name written last name first.
HEAD = re.compile(
    r"^\W{0,3}(?:(?:patient|name|pt)\W{1,3})?(?:[A-Z][\w'-]+, ?[A-Z][\w'-]+(?: [A-Z]\.?)?|\[(?:PERSON|PLACE)-\d+[a-z]*\])"
    r"\W{1,12}(?:age\W{0,2})?(?P<age>\d{1,3})\s?(?:y(?:ears?|rs?|/?o)?\.?)?\W{0,3}(?P<sex>male|female|[MFmf])\b"
)
YEARS_APART = 2  # an age on a page may be of an earlier year
DAYS_OF_YEAR = 365


def strangers_part(case: Case, passage: PassageView) -> list[tuple[int, int]]:
    """Return the [first, last) of a passage's text that its heads give to somebody else."""
    found: list[tuple[int, int]] = []
    position, since = 0, None
    for text in passage.text.split("\n"):
        if OWN_AGAIN.search(text):
            found += [(since, position)] if since is not None else []
            since = None
        elif since is None and (SOMEBODY_ELSE.search(text) or _is_of_other_age(case, passage, text)):
            since = position
        position += len(text) + 1
    return [*found, *([(since, position)] if since is not None else [])]


def is_of_stranger(case: Case, line: NoteLine) -> bool:
    """Return whether a sentence stands in such a part."""
    return any(first <= line.quote.start < last for first, last in strangers_part(case, line.quote.passage))


def _is_of_other_age(case: Case, passage: PassageView, text: str) -> bool:
    match, task = HEAD.match(text), case.draft_input.task
    if match is None:
        return False
    if task.sex and not task.sex.lower().startswith(match["sex"][0].lower()):
        return True
    written = passage.dated_at.date() if passage.dated_at else case.as_of
    then = task.age - (case.as_of - written).days // DAYS_OF_YEAR if task.age is not None else None
    return then is not None and abs(then - int(match["age"])) >= YEARS_APART
