"""A payer's form, answered (Da Vinci DTR QuestionnaireResponse): who stands behind each answer (P09)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from apps.review.domain.pas.names import DTR
from apps.review.domain.pas.parts import part, ref, without_empty
from apps.review.domain.pas.values import FormAnswer, Origin, PasRequest

OF_A_PERSON = frozenset({Origin.OVERRIDE, Origin.MANUAL})
OWN_FORM = "criteria"  # the name of a form that was made from the criteria of a policy


class OriginWrong(ValueError):
    """An answer without the author it needs, or with one that it must not have (DTR dtrx-1)."""


def origin_of(*, proposed_by_machine: bool) -> Origin:
    """Return the origin of an answer that a person signed. A machine's proposal is never "auto": a person took it."""
    return Origin.OVERRIDE if proposed_by_machine else Origin.MANUAL


def check_origin(answer: FormAnswer) -> None:
    """Raise OriginWrong unless the answer has an author exactly where a person stands behind it."""
    if (answer.origin in OF_A_PERSON) != (answer.author is not None):
        raise OriginWrong(f"The answer to {answer.link_id} is {answer.origin.value} and says its author wrongly.")


def form_resource(request: PasRequest, patient: str, practitioner: str, moment: datetime) -> dict[str, Any]:
    """Return the answered form; a policy without a form of its payer brings its criteria along as one.

    Raises OriginWrong.
    """
    answered = [answer for answer in request.form if answer.text]
    for answer in answered:
        check_origin(answer)
    is_whole = all(answer.text for answer in request.form if answer.is_required)
    return without_empty({
        "resourceType": "QuestionnaireResponse",
        "meta": {"profile": [_profile(request)]},
        "contained": [] if request.form_url else [_own_form(request.form)],
        "questionnaire": request.form_url or f"#{OWN_FORM}",
        "status": "completed" if is_whole else "in-progress",
        "subject": ref(patient),
        "authored": moment.isoformat(timespec="seconds"),
        "author": ref(practitioner),
        "item": [_item(answer, practitioner) for answer in answered],
    })  # fmt: skip


def _profile(request: PasRequest) -> str:
    version = request.versions.get("HL7 Da Vinci DTR", "")
    return f"{DTR}dtr-questionnaireresponse" + (f"|{version}" if version else "")


def _item(answer: FormAnswer, practitioner: str) -> dict[str, Any]:
    origin = {"url": f"{DTR}information-origin", "extension": _origin(answer, practitioner)}
    return {
        "linkId": answer.link_id,
        "text": answer.question,
        "answer": [{"extension": [origin], "valueString": answer.text}],
    }


def _origin(answer: FormAnswer, practitioner: str) -> list[dict[str, Any]]:
    source = part("source", valueCode=answer.origin.value)
    if answer.author is None:
        return [source]
    role = {"text": answer.author.specialty or "Clinician"}
    who = [part("role", valueCodeableConcept=role), part("practitioner", valueReference=ref(practitioner))]
    return [source, part("author", extension=who)]


def _own_form(answers: Iterable[FormAnswer]) -> dict[str, Any]:
    return {
        "resourceType": "Questionnaire",
        "id": OWN_FORM,
        "status": "active",
        "item": [{"linkId": one.link_id, "text": one.question, "type": "text"} for one in answers],
    }
