"""Teaching that took place: of a device, of an illness, of exercises; told by whoever taught."""

import re

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.kinds.common import names_of
from apps.drafting.domain.criteria.mentions import Mention, mentions
from apps.drafting.domain.criteria.performers import performed_by
from apps.drafting.domain.criteria.periods import Window

TEACHING = re.compile(
    r"\b(?:educat\w*|train(?:ing|ed)|teach\w*|taught|class(?:es)?|instruct\w*|set-?up|start|fitting|counsel\w*|DSME[ST]?)\b",
    re.IGNORECASE,
)
# Said with it where it took place, here or in the next sentences: what was covered, and that it was understood.
TOOK_PLACE = re.compile(
    r"\b(?:teach-?back|taught back|return demo\w*|demonstrated|verbali[sz]\w+|covered|taught|completed|competent|"
    r"performed|attended|provided|given|done|showed|shown|practi[cs]ed|placed|trained|went over|instructed|received)\b",
    re.IGNORECASE,
)
NOT_YET = re.compile(
    r"\b(?:needs?|refer\w*|schedul\w*|will|plan\w*|order\w*|pending|await\w*|to be|book\w*|wants?|offered|declin\w*|"
    r"not (?:yet )?(?:done|given|completed|able)|no[- ]show|cancel\w*|missed|rebook\w*|should|recommend\w*|once|before|"
    r"if|when|after)\b",
    re.IGNORECASE,
)
NEAR = 400  # characters after the name in which the page tells of the session
MOST = 2


def taught(case: Case, test: Test, window: Window) -> list[Mention]:
    """Return where a page of whoever may teach tells that it was taught, in the window, newest first."""
    if int(test.get("sessions") or 1) > 1 or test.get("min_duration"):
        return []
    names = [name for name in names_of(test) if TEACHING.search(name)]
    return [
        one for one in mentions(case, names, classes=True) if _took_place(one) and _allowed(case, test, one, window)
    ][:MOST]


def _took_place(one: Mention) -> bool:
    how = one.how
    if not how.asserted or how.refused or how.not_done or how.told or how.planned or one.line.copied:
        return False
    if NOT_YET.search(one.clause) or one.line.section_kind in {"plan", "instructions"}:
        return False
    start = one.line.quote.start + one.end
    return bool(TOOK_PLACE.search(one.line.quote.passage.text[start : start + NEAR]) or TOOK_PLACE.search(one.clause))


def _allowed(case: Case, test: Test, one: Mention, window: Window) -> bool:
    by = test.get("performed_by")
    if not window.holds(one.when) or not one.line.quote.passage.author_role:
        return False
    return by is None or performed_by(case, by, one.quote, one.when) is True
