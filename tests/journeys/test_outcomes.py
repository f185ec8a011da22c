"""Every end of a review, by keys alone, with and without scripts; plain approval stands in test_access_review.py."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from apps.access.selectors import actor_for
from apps.chart.services import patient_grant
from apps.review import services
from apps.review.domain.amendments import AmendmentKind
from apps.review.domain.rules import HighRisk, ReviewRules
from apps.review.domain.status import Outcome
from apps.review.models import Amendment, ReviewDecision, ReviewItem, SecondSignature
from apps.review.selectors import access_draft, final_text
from apps.review.selectors.rules import rules_of
from apps.review.services.amendments import Correction
from apps.review.services.decisions import Judgement
from apps.review.services.second import second_act
from tests.factories import PASSWORD
from tests.journeys.barriers import barriers, in_every_window
from tests.journeys.conftest import WORKER
from tests.journeys.test_access_review import HAS_FOCUS, tab_to
from tests.journeys.test_after_signature import sign
from tests.journeys.test_desk import check_the_rest
from tests.review.acts import shown_for
from tests.review.conftest import make_document, make_draft

pytestmark = [pytest.mark.journey, pytest.mark.reads_letters]
NOTE = "Progress note\n\nThe left wrist is swollen. CDAI 31. Sleeps badly."
CLAIMS = [
    ("Joints", "The left wrist is swollen.", "high", "supported", [("note", "The left wrist is swollen")]),
    ("Severity", "The CDAI was 31.", "high", "supported", [("note", "CDAI 31")]),
    ("Beside", "Work is limited.", "low", "not_found", []),
]
RULES = ReviewRules(second_signature=(HighRisk.CONTROLLED,), tempo_check=False)
NEEDED = "Which dose does she take now?"
ANSWER = "Ten milligrams, twice a day."
ADDED = "The right wrist is swollen, too."


@pytest.fixture
def house(clinic):
    """What Dr. Reyes asks for about a controlled substance is signed by Dr. Okafor, and then by Dr. Lindholm."""
    people = clinic.people
    grants = {"reyes": ("view_chart",), "lindholm": ("view_chart", "review_draft", "sign_draft")}
    for who, permissions in grants.items():
        for permission in permissions:
            patient_grant(patient=clinic.ruth, permission=permission, person=people[who], actor=WORKER)
    seen, admin = rules_of(clinic.ruth.organization_id), people["admin"]
    if seen != RULES:
        services.rules_set(rules=RULES, seen=seen, reason="Two sign.", person=admin, actor=actor_for(admin))
    return clinic


@pytest.fixture
def checked(house):
    """A draft of three claims: two confirmed beside their sources, one removed."""
    documents = {"note": make_document(house.ruth, "note", NOTE)}
    made = make_draft(house.ruth, house.people["reyes"], documents, CLAIMS)
    made.subject = "Oxycodone 10 mg for the wrist"
    made.save()
    check_the_rest(house, made, but=0)
    return made


def act(house, draft, who):
    person = house.people[who]
    return {"draft": access_draft(person, draft.pk), "person": person, "actor": actor_for(person)}


def pick(page, group, value=""):
    """Reach a group of radio buttons by Tab and one of them by the arrow keys; the first, if none is named."""
    chosen = page.locator(f"input[name={group}]:checked")
    first = page.locator(f"input[name={group}]:not([disabled])").first
    wanted = page.locator(f"input[name={group}][value={value}]") if value else first
    tab_to(page, chosen if chosen.count() else first)
    for _ in range(8):
        if wanted.evaluate(HAS_FOCUS):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(wanted).to_be_checked()


def write(page, field, text):
    tab_to(page, field)
    page.keyboard.type(text)


def press(page, button):
    tab_to(page, button)
    page.keyboard.press("Enter")


def decide(page, draft, outcome, comment="", lacking=""):
    page.goto(f"/drafts/{draft.pk}/decide/")
    pick(page, "outcome", outcome)
    pick(page, "reason_code")
    pick(page, "harm", "no")
    if lacking:
        write(page, page.locator("#id_lacking"), lacking)
    write(page, page.locator("#id_comment"), comment)
    if outcome == "edit":
        pick(page, "meaning", "approved")
        write(page, page.get_by_label("Your password, once more"), PASSWORD)
    press(page, page.locator("#decision button.primary"))


def reopen(page, draft):
    press(page, page.get_by_role("button", name="Re-open"))
    expect(page.get_by_role("button", name="Re-open")).to_have_count(0)


def return_and_answer(page, asking, draft, picture):
    decide(page, draft, "return", NEEDED)
    expect(page.get_by_role("button", name="Take it back")).to_be_visible()
    asking.goto("/")
    press(asking, asking.locator(f"main a[href$='{draft.pk}/returned/']").first)
    expect(asking.locator(".returned")).to_contain_text(NEEDED)
    picture(asking, "outcome-returned")
    write(asking, asking.locator("#id_words"), ANSWER)
    press(asking, asking.get_by_role("button", name="Send back to review"))
    expect(asking.locator("main")).to_contain_text("back in the queue of its reviewers")


def sign_second(page, draft, picture):
    page.goto(f"/drafts/{draft.pk}/")
    for number in (1, 2):
        press(page, page.locator(f"#cite-{number}"))
        expect(page.locator("#source")).to_have_attribute("data-citation", str(number))
    page.goto(f"/drafts/{draft.pk}/second/")
    pick(page, "meaning", "approved")
    picture(page, "outcome-second")
    write(page, page.get_by_label("Your password, once more"), PASSWORD)
    press(page, page.get_by_role("button", name="Sign", exact=True))
    expect(page.locator(".letter")).to_contain_text("as second signer")


def amend(page, draft, picture):
    page.goto(f"/drafts/{draft.pk}/amend/")
    pick(page, "kind", "addendum")
    tab_to(page, page.locator("#id_reason_code"))
    page.keyboard.type("A fact is m")
    write(page, page.locator("#id_text"), ADDED)
    picture(page, "outcome-amend")
    write(page, page.get_by_label("Your password, once more"), PASSWORD)
    press(page, page.get_by_role("button", name="Sign the addendum"))
    expect(page.locator("#addendum-1")).to_contain_text(ADDED)


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_rejected_not_judged_returned_answered_signed_twice_and_amended_by_keys_alone(
    house, checked, open_context, picture, console, javascript
):
    page, asking, second = (open_context(who, javascript=javascript) for who in ("okafor", "reyes", "lindholm"))
    decide(page, checked, "reject")
    reopen(page, checked)
    decide(page, checked, "cannot_judge", lacking="Operative report of 2024")
    reopen(page, checked)
    return_and_answer(page, asking, checked, picture)
    decide(page, checked, "edit")
    expect(page.get_by_text("Not released: awaits a second signature.")).to_be_visible()
    sign_second(second, checked, picture)
    amend(page, checked, picture)
    page.goto(f"/drafts/{checked.pk}/verify/")
    expect(page.locator(".note.ok")).to_contain_text("as they were signed")
    decided = ReviewDecision.objects.filter(item__draft=checked).order_by("ordinal")
    assert list(decided.values_list("outcome", flat=True)) == ["reject", "cannot_judge", "return", "edit"]
    assert SecondSignature.objects.get(signature__decision__item__draft=checked).person == house.people["lindholm"]
    assert Amendment.objects.get(signature__decision__item__draft=checked).reason_code == "fact_missing"
    assert ReviewItem.objects.get(draft=checked).status == "AMENDED"
    assert console == []


def returned(house, draft):
    text = final_text(access_draft(house.people["okafor"], draft.pk))
    judgement = Judgement(
        outcome=Outcome.RETURN, seen_sha256=text.sha256, harm="no", reason_code="omission", comment=NEEDED
    )
    services.item_claim(**act(house, draft, "okafor"))
    services.item_decide(judgement=judgement, **act(house, draft, "okafor"))


def amended(house, draft):
    for claim in draft.claims.filter(severity="high"):
        services.evidence_open(citation_id=claim.citations.get().pk, **act(house, draft, "lindholm"))
    signing = act(house, draft, "lindholm")
    first = ReviewDecision.objects.get(item__draft=draft).signature
    signed = {"draft": signing["draft"], "seen_sha256": first.content_sha256, "meaning": "approved"}
    proof = shown_for(second_act(**signed, person=signing["person"]), signing["person"])
    services.second_sign(**signed, step_up=proof, person=signing["person"], actor=signing["actor"])
    adding = {
        "correction": Correction(AmendmentKind.ADDENDUM, "fact_missing", ADDED, {1}),
        **act(house, draft, "okafor"),
    }
    services.document_amend(step_up=shown_for(services.amend_act(**adding), adding["person"]), **adding)


@pytest.fixture
def ends(house, checked):
    """Return the page of each end, and who is at it: returned, awaiting a second signature, amended."""
    documents = {"note": make_document(house.ruth, "note", NOTE)}
    drafts = [checked, *(make_draft(house.ruth, house.people["reyes"], documents, CLAIMS) for _ in range(2))]
    for draft in drafts[1:]:
        draft.subject = checked.subject
        draft.save()
        check_the_rest(house, draft, but=0)
    returned(house, drafts[0])
    for draft in drafts[1:]:
        sign(replace(house, draft=draft))
    amended(house, drafts[2])
    return [
        ("reyes", f"/drafts/{drafts[0].pk}/returned/"), ("lindholm", f"/drafts/{drafts[1].pk}/second/"),
        ("okafor", f"/drafts/{drafts[2].pk}/amend/"), ("okafor", f"/drafts/{drafts[2].pk}/verify/"),
        ("okafor", f"/drafts/{drafts[2].pk}/signed/"),
    ]  # fmt: skip


def test_the_pages_of_the_ends_fit_and_hinder_nobody_at_every_width_in_both_themes(ends, open_context, picture):
    pages = {who: open_context(who) for who, _ in ends}
    for who, address in ends:
        page, name = pages[who], address.rstrip("/").rpartition("/")[2]
        page.goto(address)
        for window in in_every_window(page):
            picture(page, f"ends-{name}-{window}")
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (name, window)
            if window.startswith("narrow"):
                assert barriers(page) == [], (name, window)
