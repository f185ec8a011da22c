"""Short ways to bring a letter to where a test begins: signed, submitted, answered."""

from datetime import timedelta

from apps.access.selectors import actor_for
from apps.core import clock
from apps.drafting.models import Draft
from apps.review import pipeline, services
from apps.review.domain.authorizations import Answer, Stage, Talk
from tests.review.letters import checked, make_letter, sign_letter

STANDARD = {"service_code": "HCPCS J0139", "urgency": "standard", "urgency_reason": ""}
REASON = "Ms. Lindgren-Sato did not try methotrexate for three months."


def as_letter(desk, **columns):
    """Make the desk's draft a letter that nobody signed."""
    make_letter(desk)
    Draft.objects.filter(pk=desk.draft.pk).update(**{**STANDARD, **columns})
    desk.draft.refresh_from_db()
    return desk


def as_signed(desk, **columns):
    return sign_letter(checked(as_letter(desk, **columns)))


def who(desk, person=None):
    """Return what a service takes of who acts: the prior-authorization staff, where nobody is named."""
    acting = person or desk.world.lindqvist
    return {"draft": Draft.objects.get(pk=desk.draft.pk), "person": acting, "actor": actor_for(acting)}


def submit(desk, person=None, **changed):
    values = {"channel": "portal", "confirmation": "PX-4411", "payer_class": "medicare_advantage", "is_drug": False,
              "class_reason": "The payer says so."}  # fmt: skip
    return services.letter_submit(**{"submitted_at": clock.now(), **values, **changed}, **who(desk, person))


def receive(desk, person=None, **changed):
    return services.receipt_confirm(**{"received_at": clock.now(), **changed}, **who(desk, person))


def say(stage, **changed):
    """Return a complete answer of a stage, dated today."""
    today = clock.today()
    period = {
        "authorization": "AUTH-77", "period_start": today, "period_end": today + timedelta(days=180), "quantity": "6",
    }  # fmt: skip
    refusal = {"reason_code": "step_therapy", "words": REASON, "notice_on": today}
    complete = {
        Stage.APPROVED: period,
        Stage.PARTLY_APPROVED: {**period, **refusal, "allowed": "Three months."},
        Stage.DENIED: refusal,
        Stage.PENDED: {"asked": ("Pharmacy fill history of Ms. Lindgren-Sato", "X-ray report")},
        Stage.PEER_TO_PEER: {"talk": Talk.SCHEDULED, "talk_at": clock.now() + timedelta(days=1)},
        Stage.WITHDRAWN: {"words": "The patient changed plans."},
    }[stage]
    return Answer(stage=stage, answered_on=today, **{**complete, **changed})


def answer(desk, stage, person=None, **changed):
    return services.answer_record(answer=say(stage, **changed), **who(desk, person))


def deny(desk, **changed):
    """Submit a signed letter and have it denied; return the denial."""
    submit(desk)
    receive(desk)
    return answer(desk, Stage.DENIED, **changed)


def store_letter(desk, denial, text="We deny the request of Anna Lindgren-Sato. Methotrexate was not tried."):
    acting = desk.world.lindqvist
    return pipeline.payer_letter_store(answer=denial, text=text, person=acting, actor=actor_for(acting))
