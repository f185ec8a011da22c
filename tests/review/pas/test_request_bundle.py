"""P03, P08: a request is a bundle that keeps every rule of the guide, or it is not built and says what it lacks."""

import json
import re
from base64 import b64decode
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.review.domain.pas.building import request_bundle
from apps.review.domain.pas.lacking import PasIncomplete
from apps.review.domain.pas.lines import claim_of, items_of
from apps.review.domain.pas.rules import broken_rules, references
from apps.review.domain.pas.values import Attachment, CareMember, Delivery, Diagnosis, Individual, Member, PasRequest
from tests.governance.json_schema import faults, schema_file
from tests.review.pas.values import DOCTOR, NOW, a_request, built, item, minting

SCHEMA_FILE = str(Path(__file__).parents[3] / "apps" / "review" / "data" / "pas_request.schema.json")
SCHEMA = schema_file(SCHEMA_FILE)
WORDS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)
SERVICES = st.sampled_from([("HCPCS", "J0139"), ("HCPCS", "E0601"), ("CPT", "43644"), ("NDC", "0074-0554-02")])


@st.composite
def requests(draw: st.DrawFn) -> PasRequest:
    """Return any complete request: one to four lines of any kind, documents, a team, an own or another's plan."""
    numbers = draw(st.lists(st.integers(1, 99), min_size=1, max_size=4, unique=True))
    team = tuple(
        CareMember(number, Individual(draw(WORDS), draw(WORDS)), of_claim=draw(st.booleans()))
        for number in range(1, draw(st.integers(0, 14)) + 1)
    )
    lines = tuple(
        item(
            number, code, system, delivery=Delivery(draw(st.integers(1, 500)), "UN", draw(st.sampled_from(["", "q2w"])))
        )
        for number, (system, code) in ((number, draw(SERVICES)) for number in numbers)
    )
    documents = tuple(
        Attachment(draw(WORDS), "text/plain", draw(st.binary(min_size=1, max_size=30)), f"C{number}")
        for number in range(draw(st.integers(0, 5)))
    )
    member = a_request().member
    if draw(st.booleans()):
        member = replace(member, relationship="child", subscriber=Individual(draw(WORDS), draw(WORDS)))
    return a_request(
        items=lines, team=team, enclosures=documents, member=member, urgent=draw(st.booleans()),
        diagnoses=tuple(Diagnosis(code) for code in draw(st.lists(WORDS, min_size=1, max_size=12))),
        form=a_request().form if draw(st.booleans()) else (),
    )  # fmt: skip


@given(request=requests())
def test_p03_every_bundle_keeps_the_rules_of_the_guide_and_its_schema(request: PasRequest) -> None:
    """P03: Claim first, each resource once and referred to, fresh urn:uuid addresses, unique sequences."""
    made = request_bundle(request, minting(), NOW)
    assert broken_rules(made.bundle) == ()
    assert list(faults(made.bundle, SCHEMA, SCHEMA_FILE)) == []
    assert list(faults(claim_of(made.bundle), SCHEMA["definitions"]["claim"], SCHEMA_FILE)) == []
    assert len(set(made.guids)) == len(made.guids) == len(made.bundle["entry"]) + 1
    assert items_of(made.bundle) == request.items
    assert json.loads(json.dumps(made.bundle)) == made.bundle


def test_p03_the_signed_letter_travels_byte_for_byte_as_a_document_by_reference() -> None:
    """P03: PDF through DocumentReference, supportingInfo by valueReference."""
    bundle = built().bundle
    first = claim_of(bundle)["supportingInfo"][0]
    (document,) = (row["resource"] for row in bundle["entry"] if row["fullUrl"] == first["valueReference"]["reference"])
    assert (document["resourceType"], first["sequence"]) == ("DocumentReference", 1)
    assert b64decode(document["content"][0]["attachment"]["data"]) == b"%PDF-1.7 letter"


@pytest.mark.parametrize(
    ("break_it", "rule"),
    [
        (lambda bundle: bundle["entry"].reverse(), "first entry is no Claim"),
        (lambda bundle: bundle["entry"].append(bundle["entry"][1]), "in the bundle twice"),
        (lambda bundle: bundle["entry"].pop(), "not in it"),
        (lambda bundle: claim_of(bundle).update(insurance=[]), "nothing refers to"),
        (lambda bundle: claim_of(bundle)["supportingInfo"][0].update(sequence=2), "one sequence"),
        (lambda bundle: claim_of(bundle)["supportingInfo"][0].pop("valueReference"), "not given by reference"),
        (lambda bundle: claim_of(bundle).update(use="claim"), "not an active preauthorization"),
    ],
    ids=["claim first", "once", "complete", "no orphan", "sequence", "reference", "use"],
)
def test_p03_a_bundle_that_breaks_a_rule_is_told_so(break_it, rule) -> None:
    bundle = json.loads(json.dumps(built().bundle))
    break_it(bundle)
    assert any(re.search(rule, sentence) for sentence in broken_rules(bundle))


MISSING = {
    "payer": ({"payer": ""}, "payer's name"),
    "provider": ({"provider": replace(DOCTOR, npi="1234567890")}, "NPI"),
    "patient": ({"member": Member("", "", None, "", "", "")}, "date of birth"),
    "member number": ({"member": replace(a_request().member, member_id="")}, "member number"),
    "subscriber": ({"member": replace(a_request().member, relationship="child")}, "does not name the subscriber"),
    "line": ({"items": ()}, "no line"),
    "service": ({"items": (item(code=""),)}, "service code of line 1"),
    "service type": ({"items": (item(service_type=""),)}, "service type of line 1"),
    "place": ({"items": (item(facility=""),)}, "place of service of line 1"),
    "quantity": ({"items": (item(delivery=Delivery()),)}, "quantity of line 1"),
    "diagnosis": ({"diagnoses": ()}, "ICD-10-CM"),
    "letter": ({"letter": None}, "signed letter"),
}


@pytest.mark.parametrize("name", sorted(MISSING))
def test_p03_what_is_missing_is_named_and_no_half_bundle_is_made(name: str) -> None:
    """P03: a refusal names each missing field."""
    changed, words = MISSING[name]
    with pytest.raises(PasIncomplete, match=words):
        built(**changed)


def test_p03_every_missing_field_is_named_at_once() -> None:
    with pytest.raises(PasIncomplete) as refused:
        built(payer="", letter=None, diagnoses=())
    assert len(refused.value.sentences) == 3


def people(number: int, *, of_claim: bool) -> tuple[CareMember, ...]:
    return tuple(CareMember(n, Individual(f"F{n}", "G"), of_claim=of_claim) for n in range(1, number + 1))


@pytest.mark.parametrize(("number", "is_refused"), [(14, False), (15, True)])
def test_p08_fourteen_people_stand_in_the_care_team_of_a_claim_and_no_more(number: int, is_refused: bool) -> None:
    """P08: 14 at the claim; above that a refusal that says how many to leave out."""
    team = people(number, of_claim=True)
    if not is_refused:
        assert len(claim_of(built(team=team).bundle)["careTeam"]) == number
        return
    with pytest.raises(PasIncomplete, match=r"15 people stand in the care team of the whole request.*Leave 1 out"):
        built(team=team)


@pytest.mark.parametrize(("number", "is_refused"), [(10, False), (11, True)])
def test_p08_ten_people_stand_in_the_care_team_of_a_line_and_no_more(number: int, is_refused: bool) -> None:
    """P08: 10 at a line."""
    team = people(number, of_claim=False)
    lines = (item(care_team=tuple(member.sequence for member in team)),)
    if not is_refused:
        assert len(claim_of(built(team=team, items=lines).bundle)["item"][0]["careTeamSequence"]) == number
        return
    with pytest.raises(PasIncomplete, match=r"11 people stand in the care team of line 1.*Leave 1 out"):
        built(team=team, items=lines)


@pytest.mark.parametrize(
    ("system", "code", "kind"),
    [("HCPCS", "J0139", "MedicationRequest"), ("NDC", "1-1", "MedicationRequest"), ("HCPCS", "E0601", "DeviceRequest"),
     ("CPT", "43644", "ServiceRequest")],
)  # fmt: skip
def test_p03_a_drug_a_device_and_a_service_are_ordered_as_what_they_are(system: str, code: str, kind: str) -> None:
    bundle = built(items=(item(code=code, system=system),)).bundle
    orders = [row["resource"] for row in bundle["entry"] if row["resource"]["resourceType"] == kind]
    assert len(orders) == 1
    assert set(references(orders[0])) <= {row["fullUrl"] for row in bundle["entry"]}
