"""Documents that are missing: asked for, assigned, linked or cancelled, and the draft that waits for them by choice."""

from datetime import date, timedelta

import pytest
from django.http import Http404

from apps.access.selectors import actor_for
from apps.audit.models import AuditEvent
from apps.core import clock
from apps.core.errors import NotAllowed
from apps.drafting.models import Draft
from apps.review import pipeline, services
from apps.review.domain.authorizations import Stage
from apps.review.domain.requests import AUDIT_EVENT, OWNER, VALID_TRANSITIONS, RequestStatus
from apps.review.errors import Collision, ReviewError
from apps.review.models import DocumentRequest, DraftWait
from apps.review.selectors import queue_page, request_rows, requests_page
from apps.review.services import Wanted
from tests.review.acts import finish, sign
from tests.review.after_signature import answer, who
from tests.review.conftest import grant, make_document

WANTED = Wanted("Fill history of Anna Lindgren-Sato", "The pharmacy", "Visit of May 2024", "2.1")


def ask(desk, person=None, wanted=WANTED):
    return services.document_request(wanted=wanted, **who(desk, person))


def act(person):
    return {"person": person, "actor": actor_for(person)}


def arrived(desk):
    return make_document(desk.world.anna, "fills", "Progress note\n\nFills: methotrexate, five doses.")


def test_every_state_of_a_request_stands_in_every_table():
    assert set(VALID_TRANSITIONS) == set(OWNER) == set(AUDIT_EVENT) == set(RequestStatus)


def test_a_request_says_what_of_whom_from_which_visit_and_why_in_concealed_words(desk):
    made = ask(desk)
    assert (made.supplier, made.visit, made.criterion_id) == ("The pharmacy", "Visit of May 2024", "2.1")
    assert "Lindgren" not in made.what
    assert made.what.startswith("Fill history of ")
    assert AuditEvent.objects.get(action="document_requested").object_id == str(made.pk)


@pytest.mark.parametrize(
    "wanted", [Wanted(" "), Wanted("x" * 501), Wanted("x\u202ey"), Wanted("X-ray", due_on=clock.today() - timedelta(1))]
)
def test_a_request_that_says_nothing_or_too_much_is_refused(desk, wanted):
    with pytest.raises(ReviewError):
        ask(desk, wanted=wanted)
    assert not DocumentRequest.objects.exists()


def test_a_day_years_away_is_taken_for_a_slip_when_a_document_is_asked_for_or_assigned(desk):
    with pytest.raises(ReviewError, match="more than two years away"):
        ask(desk, wanted=Wanted("X-ray", due_on=date.max))
    made, nurse = ask(desk, wanted=Wanted("X-ray", due_on=clock.today())), desk.world.nurse
    for day in (date.min, date.max):
        with pytest.raises(ReviewError, match="more than two years away"):
            services.request_assign(request=made, to=nurse, due_on=day, **act(nurse))
    assert DocumentRequest.objects.get().due_on == clock.today()


def test_nurses_and_staff_see_to_every_request_physicians_to_those_of_their_patients(desk):
    for name in ("nurse", "lindqvist", "okafor", "reyes"):
        ask(desk, desk.world.people[name])
    for name in ("lindholm", "quill", "marchetti", "pharmacist"):
        with pytest.raises(NotAllowed):
            ask(desk, desk.world.people[name])


def test_a_request_is_assigned_to_who_may_see_to_it_and_to_nobody_else(desk):
    made, nurse = ask(desk), desk.world.nurse
    services.request_assign(request=made, to=nurse, due_on=clock.today(), **act(nurse))
    assert DocumentRequest.objects.get().assigned_to == nurse
    for name in ("marchetti", "quill"):
        with pytest.raises(ReviewError, match="Choose a person"):
            services.request_assign(request=made, to=desk.world.people[name], due_on=None, **act(nurse))


def test_the_document_that_came_in_is_linked_by_who_may_read_it(desk):
    made, document = ask(desk), arrived(desk)
    with pytest.raises(Http404):
        services.request_receive(request=made, document=document, **act(desk.world.lindqvist))
    services.request_receive(request=made, document=document, **act(desk.world.okafor))
    assert DocumentRequest.objects.get().document == document
    with pytest.raises(Collision, match="meanwhile"):
        services.request_cancel(request=made, reason="Too late", **act(desk.world.nurse))


def test_a_document_that_was_there_before_or_belongs_to_another_patient_is_not_what_came_in(desk):
    made, okafor = ask(desk), desk.world.okafor
    foreign = make_document(desk.world.berta, "other", "Progress note\n\nFills.")
    for document in (desk.documents["note"], foreign):
        with pytest.raises(Http404):
            services.request_receive(request=made, document=document, **act(okafor))


def test_a_request_is_cancelled_with_a_reason_only(desk):
    made = ask(desk)
    with pytest.raises(ReviewError, match="Say why"):
        services.request_cancel(request=made, reason=" ", **act(desk.world.nurse))
    services.request_cancel(request=made, reason="Already in the chart", **act(desk.world.nurse))
    assert DocumentRequest.objects.get().status == "CANCELLED"


def test_a_draft_waits_only_for_something(desk):
    with pytest.raises(ReviewError, match="nothing to wait for"):
        services.draft_wait(**who(desk))


def test_a_waiting_draft_says_on_the_desk_who_it_waits_for_and_is_not_signed(desk):
    ask(desk, wanted=Wanted("X-ray", assigned_to=desk.world.nurse))
    ask(desk)
    services.draft_wait(**who(desk))
    (row,) = queue_page(desk.world.okafor, "waiting", "1").rows
    assert set(row.waits_for) == {"Nell Ursin", "somebody still to be named"}
    finish(desk, desk.world.okafor)
    with pytest.raises(ReviewError, match="waits for documents"):
        sign(desk, desk.world.okafor)
    services.draft_go_on(**who(desk))
    assert sign(desk, desk.world.okafor)
    assert DocumentRequest.objects.filter(status="REQUESTED").count() == 2


def test_a_draft_waits_no_longer_when_nothing_is_asked_for(desk):
    made = [ask(desk), ask(desk)]
    services.draft_wait(**who(desk))
    services.request_cancel(request=made[0], reason="Not needed", **act(desk.world.nurse))
    assert DraftWait.objects.exists()
    services.request_receive(request=made[1], document=arrived(desk), **act(desk.world.okafor))
    assert not DraftWait.objects.exists()


def test_a_draft_is_made_anew_with_what_came_in_and_not_without(desk):
    okafor = desk.world.okafor
    with pytest.raises(Collision, match="No document came in"):
        pipeline.draft_ask_anew(draft=desk.as_seen_by(okafor), **act(okafor))
    arrived(desk)
    new, is_new = pipeline.draft_ask_anew(draft=desk.as_seen_by(okafor), **act(okafor))
    assert (is_new, new.status, new.subject) == (True, "QUEUED", desk.draft.subject)
    assert Draft.objects.filter(patient=desk.world.anna).count() == 2


@pytest.mark.usefixtures("sent")
def test_what_a_payer_asks_for_stands_on_the_list(desk):
    answer(desk, Stage.PENDED)
    requests = DocumentRequest.objects.order_by("created_at")
    assert [one.origin for one in requests] == ["payer", "payer"]
    assert "Lindgren" not in requests[0].what


def listed(person):
    return request_rows(list(requests_page(person, "open", "1")[1].object_list), person)


def test_the_list_masks_a_patient_for_who_holds_no_grant(desk):
    ask(desk)
    assert [(row.patient, row.granted) for row in listed(desk.world.lindqvist)] == [("Anna L., 65", False)]
    (row,) = listed(desk.world.nurse)
    assert (row.patient, "Lindgren" in row.what) == ("Anna L., 65", False)
    grant(desk, desk.world.nurse, "view_chart")
    (row,) = listed(desk.world.nurse)
    assert (row.patient, row.what) == ("Anna Lindgren-Sato, 65", "Fill history of Anna Lindgren-Sato")
    assert listed(desk.world.lindholm) == listed(desk.world.quill) == []
