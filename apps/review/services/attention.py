"""Keeping how long people were at a draft: what a page reports while it is open, and the sum at a decision."""

import json
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection

from apps.core import clock
from apps.core.actors import Actor
from apps.review.domain import attention as it
from apps.review.domain import tempo
from apps.review.models import DecisionAttention, ReviewDecision
from apps.review.selectors.attention import access_reporting, attention_of, page_of_token
from apps.review.selectors.tempo import spot_check_of, words_to_read

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.selectors.final_text import FinalText

# The clock of the person is moved only from where it was read: of two reports at once the later one is dropped, and
# said again by the next, because a page tells its total.
KEEP = """
    WITH taken AS (
        INSERT INTO review_attentionclock AS clock (person_id, counted_until) VALUES (%(person)s, %(until)s)
        ON CONFLICT (person_id) DO UPDATE SET counted_until = excluded.counted_until
            WHERE clock.counted_until = %(before)s
        RETURNING person_id
    )
    INSERT INTO review_attentionspell
        (id, created_at, item_id, person_id, started_at, ended_at, claimed_ms, active_ms, dwell)
    SELECT %(page)s, %(now)s, %(item)s, person_id, %(started)s, %(now)s, %(claimed)s, %(active)s, %(dwell)s
    FROM taken
    ON CONFLICT (id) DO UPDATE SET
        ended_at = excluded.ended_at, claimed_ms = excluded.claimed_ms, active_ms = excluded.active_ms,
        dwell = excluded.dwell
"""


def attention_report(
    *, draft_id: UUID, token: str, report: it.Report, person: "Person", actor: Actor
) -> "it.Spell | None":  # fmt: skip
    """Count what a page says of its use, as far as it can be true; return the page's time, None where nothing is new.

    ``report.dwell`` is by the number of a citation; sources this person did not open count for nothing. Two statements
    at most. No event: a decision's says the sum. Raises Http404 for a draft the person may not see.
    """
    page = page_of_token(token, draft_id, person)
    known = access_reporting(person, draft_id, page[0] if page else draft_id)
    if page is None or known.item_id is None:
        return None
    page_id, given_at = page
    before = known.spell or it.Spell(given_at, given_at)
    dwell = {known.citations[one]: ms for one, ms in report.dwell.items() if one in known.citations}
    now = clock.now()
    after = it.taken(before, it.Report(report.active_ms, dwell), known.counted_until or given_at, now)
    if after is None:
        return None
    spell, until = after
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {
            "person": person.pk, "until": until, "before": known.counted_until, "page": page_id, "now": now,
            "item": known.item_id, "started": given_at, "claimed": spell.claimed_ms, "active": spell.active_ms,
            "dwell": json.dumps(spell.dwell),
        })  # fmt: skip
        return spell if cursor.rowcount else None


def attention_keep(
    *, draft: "Draft", decision: ReviewDecision, text: "FinalText", person: "Person", actor: Actor
) -> DecisionAttention:  # fmt: skip
    """Keep with a decision how long the decider was at the draft. Call it inside the decision's transaction."""
    spent = attention_of(draft, decision.item, person)
    asked = spot_check_of(decision.item, person, decision.ordinal)
    return DecisionAttention.objects.create(
        decision=decision,
        active_ms=spent.active_ms,
        low_ms=spent.low_ms,
        high_ms=spent.high_ms,
        basis=spent.basis,
        floor_ms=tempo.floor_ms(words_to_read(text)),
        high_severity=sum(fact.is_high for fact in text.facts),
        glanced=len(tempo.glanced(text.facts, spent)),
        spot_check=asked.answer if asked else "",
    )
