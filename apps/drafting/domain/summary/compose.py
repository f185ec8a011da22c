"""Puts the sections together and keeps the page to one page."""

from apps.drafting.domain.claims import ProposedClaim
from apps.drafting.domain.composing import Weighed, words_in
from apps.drafting.domain.facts.chart import read_chart
from apps.drafting.domain.language.quantities import quantities
from apps.drafting.domain.language.words import stems
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
REPEATED = 0.75  # share of a claim's words that one other claim says
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
    kept = _one_page(_once(weighed))
    told = course(chart, task, disputes, kept, room_for(kept, MOST_WORDS))
    return DraftOutput(claims=page_of((*kept, *told), SECTIONS), missing=missing(chart, task))


def _words(text: str) -> frozenset[str]:
    return stems(text) | {number.written for number in quantities(text)}


def _once(weighed: list[Weighed]) -> list[Weighed]:
    """Leave out a plan of a problem that says again what another claim says."""
    kept: list[Weighed] = []
    for one in weighed:
        own = _words(one.claim.text)
        others = (_words(other.claim.text) for other in weighed if other is not one)
        if (
            not one.expendable
            or one.claim.section != ACTIVE
            or not own
            or not any(len(own & words) >= REPEATED * len(own) for words in others)
        ):
            kept.append(one)
    return kept


def _one_page(weighed: list[Weighed]) -> tuple[ProposedClaim, ...]:
    kept = list(weighed)
    while words_in(one.claim for one in kept) > MOST_WORDS:
        worst = max(kept, key=lambda one: (one.expendable, len(one.claim.text)))
        if worst.expendable == 0:
            break
        kept.remove(worst)
    return tuple(one.claim for one in kept)
