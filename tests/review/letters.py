"""The desk's draft as a letter that argues from a policy, and how it is signed."""

from apps.core.canonical import digest
from apps.coverage.services import policy_load
from apps.review import services
from apps.review.domain.status import Outcome
from apps.review.models import ReviewDecision, Signature, SignedFile
from apps.review.selectors import access_draft, header_of
from apps.review.selectors.decisions import attestation_of
from apps.review.selectors.facts import UNTOUCHED
from apps.viewer.selectors import patient_banner
from tests.factories import SETUP
from tests.review.acts import confirm, item_sign, judgement, open_evidence, remove
from tests.tampering import seal_broken

POLICY = {
    "policy_id": "ADA", "title": "Adalimumab", "payer": "Northfield", "version": "1",
    "effective": {"start": "2024-01-01"}, "as_of": "2024-01-01", "codes": [], "applies_to": "RA",
    "root": {"id": "1", "op": "all", "text": "All", "children": [
        {"id": "2a", "op": "leaf", "text": "Methotrexate has been taken for three months."},
        {"id": "2b", "op": "leaf", "text": "Disease activity is high."}]},
}  # fmt: skip


def make_letter(desk):
    """Make the draft a letter; what was said of methotrexate answers criterion 2a, the score answers 2b."""
    desk.draft.policy = policy_load(body=POLICY, actor=SETUP)
    desk.draft.kind = "prior_auth_letter"
    desk.draft.urgency, desk.draft.urgency_reason = "expedited", "She cannot work and gets worse each week."
    desk.draft.subject, desk.draft.service_code, desk.draft.diagnosis_codes = "Adalimumab", "HCPCS J0139", ["M05.79"]
    desk.draft.save()
    speaks_of(desk, 1, "2b")
    speaks_of(desk, 3, "2a")
    return desk


def speaks_of(desk, ordinal, criterion):
    with seal_broken("drafting_claim"):
        desk.draft.claims.filter(ordinal=ordinal).update(section=f"Criterion {criterion}", criterion_id=criterion)


def checked(letter, *, without=False):
    """Check everything: methotrexate is waived, or removed with ``without``; what cites nothing is removed."""
    okafor = letter.world.okafor
    open_evidence(letter, okafor, 1, 2)
    confirm(letter, okafor, 1)
    if without:
        remove(letter, okafor, 3)
    else:
        waive(letter)
    remove(letter, okafor, 4)
    remove(letter, okafor, 5)
    return letter


def waive(letter):
    okafor = letter.world.okafor
    services.claim_waive(
        claim_id=letter.claim(3).pk, seen=UNTOUCHED, reason_code="other", reason="The call was about another drug.",
        **letter.act(okafor),
    )  # fmt: skip


def sign_letter(letter):
    """Sign with the header that the record gives."""
    okafor = letter.world.okafor
    draft = access_draft(okafor, letter.draft.pk)
    item_sign(
        judgement=judgement(letter, okafor, Outcome.EDIT), meaning="approved",
        header=header_of(draft, patient_banner(draft.patient), okafor), **letter.act(okafor),
    )  # fmt: skip
    return letter


def waived(letter):
    return sign_letter(checked(letter))


def signed_before_files(letter, template=""):
    """Make the letter's signature one of before files were bound, under an older template; "" named none."""
    final = {key: value for key, value in ReviewDecision.objects.get().final.items() if key != "template"}
    final |= {"template": template} if template else {}
    with seal_broken("review_signedfile"), seal_broken("review_reviewdecision"), seal_broken("review_signature"):
        SignedFile.objects.all().delete()
        ReviewDecision.objects.update(final=final, final_sha256=digest(final))
        Signature.objects.update(pdf_sha256="")
        signature = Signature.objects.select_related("decision").get()
        Signature.objects.update(content_sha256=attestation_of(letter.draft, signature).sha256())
