"""The shape of an answer as JSON Schema, for hosts that constrain decoding themselves."""

from typing import Any

from apps.drafting.domain.prompting.limits import LONGEST_TEXT, MOST_AGAINST, MOST_CITATIONS, MOST_CLAIMS
from apps.drafting.domain.prompting.prompt import Prompt

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def answer_schema(prompt: Prompt) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an answer to this prompt.

    Evidence comes before words: a model decides what it cites and then says no more than that. Every property is
    required and none may be added, which is what hosts with a strict mode ask for; only keywords they share are used.
    """
    cited = {"type": "string", "enum": [unit.id for unit in prompt.units]}
    claim = {
        "section": {"type": "string", "enum": list(prompt.sections)},
        "type": {"type": "string", "enum": [kind.value for kind in prompt.types]},
        "citations": {"type": "array", "items": cited, "minItems": 1, "maxItems": MOST_CITATIONS},
        "against": {"type": "array", "items": cited, "maxItems": MOST_AGAINST},
        "text": {"type": "string", "maxLength": LONGEST_TEXT},
    }
    claims = {"type": "array", "items": _object(claim), "maxItems": MOST_CLAIMS}
    return {"$schema": DRAFT, **_object({"claims": claims})}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
