"""Short ways to bring a draft to where a test begins."""

import html
import re

from apps.access.domain.factors import StepUp
from apps.core import clock
from apps.review import services
from apps.review.domain.status import Outcome
from apps.review.selectors import final_text
from apps.review.selectors.facts import UNTOUCHED
from apps.review.services.decisions import Judgement


def open_evidence(desk, person, *numbers):
    for number in numbers:
        services.evidence_open(citation_id=desk.citation(number).pk, **desk.act(person))


def confirm(desk, person, ordinal):
    services.claim_confirm(claim_id=desk.claim(ordinal).pk, seen=UNTOUCHED, **desk.act(person))


def edit(desk, person, ordinal, text, seen=UNTOUCHED):
    services.claim_edit(claim_id=desk.claim(ordinal).pk, seen=seen, text=text, **desk.act(person))


def remove(desk, person, ordinal, code="unsupported"):
    services.claim_remove(claim_id=desk.claim(ordinal).pk, seen=UNTOUCHED, reason_code=code, **desk.act(person))


def waive(desk, person, ordinal, code="other", reason="She showed me the paper."):
    claim = desk.claim(ordinal)
    services.claim_waive(claim_id=claim.pk, seen=UNTOUCHED, reason_code=code, reason=reason, **desk.act(person))


def words(response):
    """Return what a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", "", html.unescape(response.content.decode())).split())


def finish(desk, person):
    """Check everything: claim 1 confirmed, claim 3 edited, claim 4 removed."""
    open_evidence(desk, person, 1, 2)
    confirm(desk, person, 1)
    edit(desk, person, 3, "Methotrexate was stopped after 5 doses because of nausea.")
    remove(desk, person, 4)


def judgement(desk, person, outcome=Outcome.EDIT, **changed):
    text = final_text(desk.as_seen_by(person))
    values = {"harm": "no", "reason_code": "contradicts", **changed}
    return Judgement(outcome=outcome, seen_sha256=text.sha256, **values)


HEADER = {"patient": "Anna Lindgren-Sato, born 4 May 1961", "clinician": "Imani Okafor, MD", "date": "21 Nov 2026"}


def sign(desk, person, **changed):
    return item_sign(
        judgement=judgement(desk, person, **changed), meaning="approved", header=HEADER, **desk.act(person)
    )


def item_sign(**signing):
    """Sign as somebody who has just shown that it is they, for the record as it stands."""
    return services.item_sign(step_up=proven(**signing), **signing)


def shown_for(act, person):
    """Return the proof of somebody who has just shown for this act that it is they."""
    return StepUp(str(person.pk), ("password",), "", clock.now(), act)


def proven(**signing):
    return shown_for(services.signing_act(**signing), signing["person"])
