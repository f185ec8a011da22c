"""Puts the sections together and keeps the page to one page."""

from apps.drafting.domain.claims import ProposedClaim
from apps.drafting.domain.composing import Weighed, words_in
from apps.drafting.domain.facts.chart import read_chart
from apps.drafting.domain.reconcile.medications import conflicts
from apps.drafting.domain.summary import attention as first
from apps.drafting.domain.summary import events as happened
from apps.drafting.domain.summary import medications as treatment
from apps.drafting.domain.summary.attention import attention
from apps.drafting.domain.summary.background import ALLERGIES, DIRECTIVES, FAMILY, allergies, directives, family
from apps.drafting.domain.summary.course import course, page_of, room_for
from apps.drafting.domain.summary.events import events
from apps.drafting.domain.summary.medications import medications
from apps.drafting.domain.summary.missing import missing
from apps.drafting.domain.summary.problems import ACTIVE, SUMMARY, one_liner, problems
from apps.drafting.domain.tasks import DraftInput, DraftOutput

MOST_WORDS = 450
SECTIONS = (SUMMARY, first.SECTION, ACTIVE, treatment.SECTION, ALLERGIES, happened.SECTION, DIRECTIVES, FAMILY)


def compose_summary(draft_input: DraftInput) -> DraftOutput:
    """Return the summary of one chart. Says only what quotes say, and lists what a reader will not find."""
    chart, task = read_chart(draft_input), draft_input.task
    disputes = tuple(conflicts(chart))
    weighed = [
        *one_liner(chart, task),
        *attention(chart, task, disputes),
        *problems(chart, task),
        *medications(chart, task, disputes),
        *allergies(chart),
        *events(chart, task),
        *directives(chart),
        *family(chart),
    ]
    kept = _one_page(weighed)
    told = course(chart, task, disputes, kept, room_for(kept, MOST_WORDS))
    return DraftOutput(claims=page_of((*kept, *told), SECTIONS), missing=missing(chart, task))


def _one_page(weighed: list[Weighed]) -> tuple[ProposedClaim, ...]:
    kept = list(weighed)
    while words_in(one.claim for one in kept) > MOST_WORDS:
        worst = max(kept, key=lambda one: (one.expendable, len(one.claim.text)))
        if worst.expendable == 0:
            break
        kept.remove(worst)
    return tuple(one.claim for one in kept)
