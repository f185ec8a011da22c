"""Puts the sections of the page together."""

from apps.drafting.domain.claims import ClaimType
from apps.drafting.domain.composing import words_in
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
from apps.drafting.domain.summary.page import MOST_WORDS, one_page
from apps.drafting.domain.summary.problems import ACTIVE, SUMMARY, one_liner, problems
from apps.drafting.domain.tasks import DraftInput, DraftOutput

SECTIONS = (SUMMARY, first.SECTION, ACTIVE, treatment.SECTION, ALLERGIES, happened.SECTION, DIRECTIVES, FAMILY)


def compose_summary(draft_input: DraftInput) -> DraftOutput:
    """Return the summary of one chart. Says only what quotes say, and lists what a reader will not find."""
    chart, task = read_chart(draft_input), draft_input.task
    disputes = tuple(conflicts(chart))
    needs = tuple(attention(chart, task, disputes))
    told_first = {span for one in needs if one.claim.type is ClaimType.RESULT for span in one.claim.citations}
    weighed = [
        *one_liner(chart, task),
        *needs,
        *problems(chart, task, told_first=told_first),
        *medications(chart, task, disputes),
        *allergies(chart),
        *events(chart, task),
        *directives(chart),
        *family(chart),
    ]
    page = one_page(weighed, MOST_WORDS)
    told = tuple(course(chart, task, disputes, page.kept, room_for(page.kept, MOST_WORDS)))
    fewer = one_page(weighed, MOST_WORDS - words_in(told))
    if words_in((*fewer.kept, *told)) > MOST_WORDS:  # nothing left that may give way to the notes
        told = tuple(course(chart, task, disputes, page.kept, MOST_WORDS - words_in(page.kept)))
    else:
        page = fewer
    absent = (*missing(chart, task), *page.gave_way())
    return DraftOutput(claims=page_of((*page.kept, *told), SECTIONS), missing=absent)
