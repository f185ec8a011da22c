"""A forged message with the real id of a record: nothing is shown, written or computed for who has no right to it.

A message says which record, and nothing of who asks: whoever can write into the broker can name any id there is.
"""

from collections.abc import Callable

import pytest
from django.db import connection

from apps.audit.models import AuditEvent
from apps.chart.models import PatientPersonGrant
from apps.drafting.models import Draft
from apps.retrieval.models import RetrievalQuery
from tests.access.everything import ELSEWHERE, OTHER, OWN, House
from tests.access.test_tasks_and_commands import TASKS, said_by

IDS: dict[str, Callable[[House, str], object]] = {
    "a draft": lambda house, whose: house.drafts[whose].pk,
    "a patient": lambda house, whose: house.patients[whose].pk,
    "a document": lambda house, whose: house.documents[whose].pk,
    "a redaction": lambda house, whose: house.documents[whose].redactions.get().pk,
    "a person": lambda house, whose: (house.world.quill if whose == ELSEWHERE else house.world.lindholm).pk,
    "an organization": lambda house, whose: house.patients[whose].organization_id,
}
OF_NOBODY = ("audit_", "retrieval_indexversion", "drafting_workerbeat")  # what is written whoever asks, for whatever
NAMES = ("Vasquez", "Okonjo", "Lindgren")


def written() -> dict[str, int]:
    """Return how many rows of each table this transaction wrote so far, taken back or not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables")
        return {name: number for name, number in cursor.fetchall() if not name.startswith(OF_NOBODY)}


@pytest.mark.parametrize("task", [name for name, (_, told) in TASKS.items() if told.endswith("_id")])
def test_a_message_with_the_id_of_another_s_record_writes_nothing_and_says_no_name(house: House, task: str) -> None:
    wrote = {}
    for whose in (OTHER, ELSEWHERE):
        for kind, of in IDS.items():
            before = written()
            said = said_by(task, **{TASKS[task][1]: str(of(house, whose))})
            assert not any(name in said for name in NAMES)
            if changed := {name for name, number in written().items() if number != before.get(name, 0)}:
                wrote[whose, kind] = changed
    assert wrote == {}


@pytest.mark.parametrize("taken", ["the grant", "the access"])
def test_a_message_about_a_draft_whose_requester_lost_the_right_reads_nothing_of_the_chart(
    house: House, taken: str
) -> None:
    draft = house.drafts[OWN]
    Draft.objects.filter(pk=draft.pk).update(status="QUEUED", ready_at=None, requested_by=house.world.okafor)
    if taken == "the grant":
        PatientPersonGrant.objects.filter(user=house.world.okafor).delete()
    else:
        type(house.world.okafor).objects.filter(pk=house.world.okafor.pk).update(is_active=False)
    before = RetrievalQuery.objects.count()
    said_by("apps.drafting.tasks.advance_draft", draft_id=str(draft.pk))
    assert RetrievalQuery.objects.count() == before
    assert Draft.objects.get(pk=draft.pk).status in {"FAILED", "BLOCKED", "HALTED"}
    assert not AuditEvent.objects.filter(action__in=["draft_retrieved", "draft_generated", "draft_ready"]).exists()
