import re

import pytest
from django.urls import reverse

from apps.review.models import ClaimReview, EvidenceOpening
from apps.review.selectors import review_page
from apps.review.selectors.facts import UNTOUCHED
from tests.review.acts import edit, finish, open_evidence, remove
from tests.tampering import seal_broken

HTMX = {"HX-Request": "true"}


def get(desk, name="review:draft_detail", *args, person=None, **headers):
    client = desk.client(person or desk.world.okafor)
    return client.get(reverse(name, args=[desk.draft.pk, *args]), headers=headers)


def post(desk, name, ordinal, headers=None, person=None, **data):
    client = desk.client(person or desk.world.okafor)
    address = reverse(f"review:{name}", args=[desk.draft.pk, desk.claim(ordinal).pk])
    return client.post(address, {"seen": UNTOUCHED, **data}, headers=headers or {})


def text(response):
    return response.content.decode()


def test_the_page_puts_the_names_back_and_shows_each_claim_with_its_numbered_citations(desk):
    page = text(get(desk))
    assert "The CDAI of Ms. Lindgren-Sato was 31." in page
    assert re.findall(r'id="cite-(\d)"', page) == ["1", "2", "3", "4", "5"]
    assert page.count('class="unit') == 5


def test_support_and_authorship_are_said_in_words(desk):
    page = text(get(desk))
    assert "high severity, contradicted, written by the machine, not yet checked" in page
    for word in ("contradicted", "not found in chart", "inferred", "AI · check"):
        assert word in page


def test_the_order_of_work_puts_the_contradicted_claim_first(desk):
    outline = text(get(desk)).split("To do first")[1]
    assert outline.index("#claim-3") < outline.index("#claim-4") < outline.index("#claim-1")


def test_decide_is_off_with_the_exact_sentence_until_all_is_checked(desk):
    edit(desk, desk.world.okafor, 3, "Stopped after 5 doses.")
    assert "Settle 1 finding and check 2 more high-severity claims first." in text(get(desk))
    assert reverse("review:draft_decide", args=[desk.draft.pk]) + '" data-decide' not in text(get(desk))


def test_decide_opens_once_all_is_checked(finished):
    assert reverse("review:draft_decide", args=[finished.draft.pk]) + '" data-decide' in text(get(finished))


def test_a_citation_is_a_link_that_works_without_javascript(desk):
    address = reverse("review:citation", args=[desk.draft.pk, desk.citation(1).pk])
    assert f'href="{address}#evidence"' in text(get(desk))
    page = text(get(desk, "review:citation", desk.citation(1).pk))
    assert '<mark class="quote" id="evidence">CDAI 31</mark>' in page
    assert 'class="pane outline"' in page


def test_htmx_gets_the_pane_and_what_changed_with_it(desk):
    part = text(get(desk, "review:citation", desk.citation(1).pk, **HTMX))
    assert part.lstrip().startswith('<aside class="pane source" id="source"')
    assert "<html" not in part
    assert 'id="claim-1" hx-swap-oob="true"' in part
    assert 'id="foot" hx-swap-oob="true"' in part


def test_the_marked_words_are_exactly_the_cited_ones_and_their_block_is_lit(desk):
    page = text(get(desk, "review:citation", desk.citation(1).pk))
    assert page.count('class="quote"') == 1
    lit = re.search(r'<p class="text lit">(.*?)</p>', page, re.DOTALL)[1]
    assert (
        lit
        == 'Anna Lindgren-Sato feels worse. <mark class="quote" id="evidence">CDAI 31</mark>, high disease activity.'
    )


def test_other_claims_on_the_same_document_are_marked_and_linked(desk):
    page = text(get(desk, "review:citation", desk.citation(1).pk))
    assert '<mark class="also">Osteopenia</mark>' in page
    assert re.search(r'class="rests" href="[^"]+#claim-2"', page)


def test_evidence_against_stands_beside_the_evidence_for(desk):
    page = text(get(desk, "review:citation", desk.citation(4).pk))
    against = page.split('class="against"')[1].split("</div>")[0]
    assert "Against: Telephone encounter" in against
    assert '<mark class="quote">stopped MTX last wk</mark>' in against


def test_a_changed_source_is_called_broken_and_does_not_count_as_opened(desk):
    desk.documents["note"].text = "Something else entirely. " * 9
    with seal_broken("chart_sourcedocument"):
        desk.documents["note"].save()
    page = text(get(desk, "review:citation", desk.citation(1).pk))
    assert "This citation no longer resolves" in page
    assert 'class="quote"' not in page
    assert not EvidenceOpening.objects.exists()


def test_opening_the_evidence_is_remembered_once_and_recorded_each_time(desk):
    open_evidence(desk, desk.world.okafor, 1, 1)
    assert EvidenceOpening.objects.count() == 1
    assert 'class="cite opened" id="cite-1"' in text(get(desk))


def test_an_act_gives_htmx_the_claim_and_everyone_else_the_page_at_the_claim(desk):
    part = post(desk, "claim_edit", 3, headers=HTMX, text="Stopped after 5 doses.")
    assert text(part).lstrip().startswith('<div class="unit edited" id="claim-3"')
    assert "HX-Request" in part["Vary"]
    response = post(desk, "claim_remove", 4, reason_code="unsupported")
    assert response["Location"].endswith(f"{desk.draft.pk}/#claim-4")


def test_a_refusal_stands_beside_the_claim_and_keeps_what_was_typed(desk):
    response = post(desk, "claim_waive", 4, headers=HTMX, reason_code="other", reason="short")
    assert response.status_code == 422
    assert "Say in your own words" in text(response)
    assert ">short</textarea>" in text(response)


def test_a_refused_edit_of_a_sentence_of_ones_own_is_no_verdict_on_it_and_its_form_stays_open(desk):
    edit(desk, desk.world.okafor, 3, "Stopped after 5 doses.")
    seen = review_page(desk.as_seen_by(desk.world.okafor), desk.world.okafor).claims[2].token
    refused = post(desk, "claim_edit", 3, headers=HTMX, text="Stopped \u202eafter 6 doses.", seen=seen)
    part = text(refused).partition('id="foot"')[0].partition('id="source-acts"')[0]
    assert refused.status_code == 422
    assert "The chart contradicts this claim" not in part
    assert "contradicted</span>" not in part
    assert "invisible character" in part
    assert re.search(r'<details class="acts"[^>]* open>', part)
    assert re.search(r'<details class="act"[^>]* open>\s*<summary[^>]*data-act="edit"', part)
    assert "after 6 doses.</textarea>" in part
    assert "after 6 doses.</textarea>" in text(get(desk))  # kept for who reloads the page


@pytest.mark.parametrize(
    ("act", "ordinal", "values", "said"),
    [
        ("claim_confirm", 2, {}, "Claim 2 confirmed."),
        ("claim_edit", 3, {"text": "Stopped after 5 doses."}, "Claim 3 edited."),
        ("claim_remove", 4, {"reason_code": "unsupported"}, "Claim 4 removed."),
        ("claim_waive", 4, {"reason_code": "other", "reason": "I saw the paper myself."}, "Claim 4 waived."),
    ],
)
def test_what_became_of_a_claim_is_said_to_who_does_not_see_it(desk, act, ordinal, values, said):
    open_evidence(desk, desk.world.okafor, 3)
    assert f'data-announce="{said}"' in text(post(desk, act, ordinal, headers=HTMX, **values))
    seen = review_page(desk.as_seen_by(desk.world.okafor), desk.world.okafor).claims[ordinal - 1].token
    undone = text(post(desk, "claim_undo", ordinal, headers=HTMX, seen=seen))
    assert f'data-announce="Claim {ordinal} undone: it waits for its check again."' in undone


def test_what_was_refused_is_not_called_done(desk):
    assert "data-announce" not in text(post(desk, "claim_confirm", 1, headers=HTMX))


def test_a_collision_is_a_409_that_shows_the_claim_as_it_stands(desk):
    edit(desk, desk.world.okafor, 3, "Stopped after 5 doses.")
    response = post(desk, "claim_remove", 3, reason_code="other")
    assert response.status_code == 409
    assert "another window" in text(response)
    assert "Stopped after 5 doses." in text(response)
    assert ClaimReview.objects.get().state == "edited"


def test_two_reviewers_do_not_collide(desk, colleague):
    remove(desk, desk.world.okafor, 4)
    response = post(desk, "claim_edit", 3, person=colleague, text="Mine.")
    assert response.status_code == 409
    assert "Dr. Imani Okafor has been reviewing this draft" in text(response)


def test_chart_text_is_shown_as_text_whatever_it_holds(desk):
    edit(desk, desk.world.okafor, 3, '<img src=x onerror="alert(1)"> & <b>bold</b>')
    page = text(get(desk))
    assert "&lt;img src=x" in page
    assert "<b>bold" not in page


def test_no_page_carries_inline_script_style_or_handlers(desk):
    for response in (get(desk), get(desk, "review:citation", desk.citation(1).pk), get(desk, "review:draft_decide")):
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]+src=)", text(response))
        assert "script-src 'self'" in response["Content-Security-Policy"]


def test_a_resident_may_check_but_finds_no_way_to_sign(desk):
    finish(desk, desk.world.reyes)
    page = text(get(desk, person=desk.world.reyes))
    assert "Your role (Resident) may not sign drafts" in page
    assert "data-decide>" in page


def test_a_signed_draft_leads_to_its_signed_page(signed):
    assert get(signed)["Location"] == reverse("review:draft_signed", args=[signed.draft.pk])


def test_the_header_of_a_source_says_nothing_twice_and_which_day_is_the_cited_lines(desk):
    citation = desk.citation(5)
    before = text(get(desk, "review:citation", citation.pk, **HTMX))
    assert ">Telephone encounter</h2>" in before
    assert "Telephone encounter" not in before.split('class="about num"')[1].split("</p>")[0]
    assert "of the quoted line" not in before
    with seal_broken("drafting_citation"):
        citation.label = "Med list 12 Apr 2024"
        citation.save()
    after = text(get(desk, "review:citation", citation.pk, **HTMX))
    assert "Cited as “Med list 12 Apr 2024”: that is the day of the quoted line, not of the document." in after
