"""P11, A10: the letterhead is written by administrators, and what stood before is kept."""

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from apps.access.domain.letterhead import Letterhead, letterhead_of
from apps.access.errors import AccessError
from apps.access.models import LetterheadVersion, Organization
from apps.access.selectors import actor_for
from apps.access.services import letterhead_set
from apps.audit.models import AuditEvent
from apps.core.errors import NotAllowed

NEW = Letterhead("210 Quarry Lane\nMillbrook, VT 05999", "802-555-0110", "802-555-0111")
NONE = Letterhead()


def put(world, letterhead=NEW, seen=NONE, person=None):
    acting = person or world.admin
    return letterhead_set(person=acting, letterhead=letterhead, seen=seen, actor=actor_for(acting))


def test_a_new_letterhead_stands_and_the_old_one_is_kept_with_who_wrote_what(world):
    put(world)
    put(world, Letterhead(NEW.address, "802-555-0199", ""), NEW)
    cedar = Organization.objects.get(pk=world.cedar.pk)
    assert (cedar.address, cedar.phone, cedar.fax) == (NEW.address, "802-555-0199", "")
    assert list(LetterheadVersion.objects.order_by("created_at").values_list("phone", flat=True)) == [
        "", "802-555-0110", "802-555-0199",
    ]  # fmt: skip
    event = AuditEvent.objects.order_by("-sequence").first()
    assert event.action == "letterhead_changed"
    assert event.details["old"] == {"phone": "802-555-0110", "fax": "802-555-0111"}
    assert event.details["new"] == {"phone": "802-555-0199", "fax": ""}


def test_writing_what_stands_already_changes_and_records_nothing(world):
    put(world)
    events = AuditEvent.objects.count()
    assert put(world, NEW, NEW) == ()
    assert AuditEvent.objects.count() == events


def test_who_looked_at_another_letterhead_overwrites_nothing(world):
    put(world)
    with pytest.raises(AccessError, match="Somebody else changed"):
        put(world, Letterhead("Elsewhere"), NONE)
    assert Organization.objects.get(pk=world.cedar.pk).address == NEW.address


@pytest.mark.parametrize(
    ("letterhead", "sentence"),
    [
        (Letterhead(phone="call us"), "telephone number does not read as one"),
        (Letterhead(fax="12"), "fax number does not read as one"),
        (Letterhead(address="1\n2\n3\n4\n5\n6\n7"), "longer than 6 lines"),
        (Letterhead(address="x" * 301), "300 characters"),
        (Letterhead(address="Quarry \u202eLane"), "invisible character"),
    ],
    ids=["phone", "fax", "lines", "long", "hidden"],
)
def test_what_cannot_stand_on_a_letter_is_refused_with_a_sentence(world, letterhead, sentence):
    with pytest.raises(AccessError, match=sentence):
        put(world, letterhead)
    assert not LetterheadVersion.objects.exists()


@pytest.mark.parametrize("person", ["okafor", "lindqvist"])
def test_only_an_administrator_writes_it(world, person):
    with pytest.raises(NotAllowed):
        put(world, person=getattr(world, person))
    client = Client()
    client.force_login(getattr(world, person))
    assert client.get(reverse("access:letterhead")).status_code == 403


def test_a_version_is_never_changed(world):
    put(world)
    with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
        LetterheadVersion.objects.update(phone="")


def test_the_page_takes_lines_as_typed_shows_what_stood_and_says_what_it_refused(world):
    client = Client()
    client.force_login(world.admin)
    typed = {"address": " 210  Quarry Lane \r\n\r\nMillbrook, VT 05999", "phone": "802-555-0110", "fax": ""}
    assert client.post(reverse("access:letterhead"), typed).status_code == 302
    page = client.get(reverse("access:letterhead")).content.decode()
    assert "210 Quarry Lane<br>Millbrook, VT 05999" in page
    refused = client.post(reverse("access:letterhead"), {**typed, "phone": "call us"})
    assert refused.status_code == 422
    assert "Nothing was changed" in refused.content.decode()


def test_blanks_of_a_typed_address_are_tidied_line_by_line():
    assert letterhead_of(" a  b \r\n\n c", " 1 ", "") == Letterhead("a b\nc", "1", "")
