"""The house rules of a desk are set by its administrators within bounds, and every version is kept."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from apps.access.models import Person
from apps.access.selectors import actor_for
from apps.audit.models import AuditEvent
from apps.core.errors import NotAllowed
from apps.review.domain.rules import HighRisk, ReviewRules, StepUpFactor, why_not
from apps.review.errors import Collision, ReviewError
from apps.review.models import ReviewRulesVersion
from apps.review.rules_forms import RulesForm
from apps.review.selectors.rules import rules_of, rules_told
from apps.review.services import rules_set

SHIPPED = ReviewRules()
STRICTER = replace(SHIPPED, step_up=(StepUpFactor.WEBAUTHN,), second_signature=(HighRisk.CONTROLLED,))


def put(world, rules=STRICTER, seen=SHIPPED, reason="Decided by the board.", person=None):
    acting = person or world.admin
    return rules_set(rules=rules, seen=seen, reason=reason, knowingly=True, person=acting, actor=actor_for(acting))


def posted(rules, seen=SHIPPED, reason="Decided by the board."):
    """Return the page's form as a browser sends it."""
    fields = {"reason": reason}
    for prefix, values in (("", RulesForm.of(rules)), ("seen-", RulesForm.of(seen))):
        for name, value in values.items():
            if value is not False:
                fields[f"{prefix}{name}"] = "on" if value is True else value
    return fields


def test_new_rules_stand_for_their_own_organization_and_what_stood_is_kept_and_told(world):
    put(world)
    assert (rules_of(world.cedar.pk), rules_of(world.brightwater.pk)) == (STRICTER, SHIPPED)
    (told,) = rules_told(world.admin)
    assert told.changes[1] == "Second signature: none, now letters for a controlled substance"
    event = AuditEvent.objects.order_by("-sequence").first()
    assert (event.action, event.details["changed"]["second_signature"]) == ("review_rules_set", [[], ["controlled"]])


def test_who_looked_at_other_rules_or_changes_nothing_or_says_not_why_sets_none(world):
    put(world)
    for error, wrong in (
        (Collision, {"seen": SHIPPED, "rules": replace(SHIPPED, tempo_check=False)}),
        (ReviewError, {"seen": STRICTER}),
        (ReviewError, {"seen": STRICTER, "rules": SHIPPED, "reason": " ."}),
        (ReviewError, {"seen": STRICTER, "rules": SHIPPED, "reason": f"After the letter of {world.anna.family_name}."}),
    ):
        with pytest.raises(error):
            put(world, **wrong)
    assert ReviewRulesVersion.objects.count() == 1


@pytest.mark.parametrize(
    "beyond",
    [
        {"step_up": ()}, {"independent_percent": 21}, {"seeded_percent": 6}, {"new_release_drafts": 0},
        {"pause_after_decisions": 4}, {"pause_after_minutes": 14},
    ],
)  # fmt: skip
def test_rules_beyond_their_bounds_are_refused_in_a_sentence(world, beyond):
    rules = replace(SHIPPED, **beyond)
    with pytest.raises(ReviewError) as refused:
        put(world, rules)
    assert refused.value.sentence == why_not(rules)
    assert not ReviewRulesVersion.objects.exists()


def test_a_version_is_never_changed_and_a_physician_sets_none(world):
    put(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReviewRulesVersion.objects.update(reason="Another.")
    with pytest.raises(NotAllowed):
        put(world, SHIPPED, STRICTER, person=world.okafor)
    assert rules_of(world.cedar.pk) == STRICTER


def test_the_page_sets_what_was_chosen_and_keeps_what_was_typed_where_it_refuses(world):
    client = Client()
    client.force_login(world.admin)
    answer = client.post(reverse("review:rules"), posted(replace(STRICTER, seeded_percent=6)))
    assert (answer.status_code, "Nothing was changed" in answer.text) == (422, True)
    assert 'value="6"' in answer.text
    answer = client.post(reverse("review:rules"), {**posted(STRICTER), "knowingly": "1"}, follow=True)
    assert "The desk keeps to these rules from now on." in answer.text
    assert rules_of(world.cedar.pk) == STRICTER
    answer = client.post(reverse("review:rules"), posted(SHIPPED))
    assert (answer.status_code, "Somebody else changed the rules" in answer.text) == (409, True)


def test_rules_that_leave_signers_unable_to_sign_are_set_only_by_who_says_that_they_know(world):
    client = Client()
    client.force_login(world.admin)
    address = reverse("review:rules")
    assert "can sign nothing" not in client.get(address).text
    refused = client.post(address, posted(STRICTER))
    signers = Person.objects.filter(organization=world.cedar, role="physician", is_active=True).count()
    told = f"{signers} of the {signers} people who sign here have set up nothing of what is asked for (security key"
    assert refused.status_code == 422
    assert told in refused.text
    assert 'name="knowingly"' in refused.text
    assert rules_of(world.cedar.pk) == SHIPPED
    assert client.post(address, {**posted(STRICTER), "knowingly": "1"}).status_code == 302
    assert rules_of(world.cedar.pk) == STRICTER
    assert "As the rules stand: " + told in client.get(address).text


def test_rules_under_which_everybody_can_sign_ask_for_no_more(world):
    client = Client()
    client.force_login(world.admin)
    rules = replace(STRICTER, step_up=(StepUpFactor.WEBAUTHN, StepUpFactor.PASSWORD))
    assert client.post(reverse("review:rules"), posted(rules)).status_code == 302
    assert rules_of(world.cedar.pk) == rules
