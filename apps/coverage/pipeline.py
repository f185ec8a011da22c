"""From a payer's form to a draft version, with the form itself kept as its source."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from apps.core.actors import Actor
from apps.coverage.domain.questionnaires import policy_from, questionnaire_of
from apps.coverage.domain.reading import read_json
from apps.coverage.models import CoveragePolicy
from apps.coverage.services import policy_import, policy_source_attach

if TYPE_CHECKING:
    from apps.access.models import Person


@transaction.atomic
def questionnaire_take(
    *,
    name: str,
    content: bytes,
    policy_id: str,
    version: str,
    payer: str,
    start: date,
    person: "Person",
    actor: Actor,
) -> tuple[CoveragePolicy, tuple[str, ...]]:
    """Store a FHIR R4 Questionnaire (DTR) as a draft; return it with what of the form it does not carry, as sentences.

    Raises NotAllowed, PolicyInvalid, PolicyChanged, PolicyRefused; then nothing is stored.
    """
    questionnaire = questionnaire_of(read_json(content))
    made = policy_from(questionnaire, policy_id=policy_id, version=version, payer=payer, start=start.isoformat())
    policy = policy_import(body=made.body, person=person, actor=actor, form="questionnaire")
    file_name = name if name.lower().endswith(".json") else f"{name}.json"
    policy_source_attach(policy=policy, name=file_name, content=content, person=person, actor=actor)
    return policy, made.left_out
