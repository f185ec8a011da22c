"""A payer's form (FHIR R4 Questionnaire, Da Vinci DTR) read as a draft policy: groups, and each question a criterion.

A form asks; it does not say which answer is enough. So a question becomes the payer's sentence, what it takes as an
answer becomes words of evidence, and a typed test is written only where the form itself says which result it means.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apps.coverage.domain.errors import PolicyInvalid
from apps.coverage.domain.questionnaire_answers import Item, answer_words, condition_words, extension, shown_never
from apps.coverage.domain.questionnaire_tests import condition_test, item_test
from apps.coverage.domain.tree import DEEPEST

LONGEST_ID = 60
CODE_SYSTEMS = {
    "https://bluebutton.cms.gov/resources/codesystem/hcpcs": "HCPCS",
    "http://www.cms.gov/medicare/coding/hcpcsreleasecodesets": "HCPCS",
    "http://www.ama-assn.org/go/cpt": "CPT",
    "http://hl7.org/fhir/sid/icd-10-cm": "ICD-10-CM",
    "http://hl7.org/fhir/sid/ndc": "NDC",
}


@dataclass(frozen=True, slots=True)
class Imported:
    """The policy file that a form became, and what of the form it does not carry, as sentences."""

    body: dict[str, Any]
    left_out: tuple[str, ...]


def questionnaire_of(value: Any) -> Mapping[str, Any]:
    """Return the one Questionnaire of a file: the resource itself, or of a Bundle, Parameters or what contains it."""
    found = list(_questionnaires(value, 0))
    if len(found) != 1:
        raise PolicyInvalid(f"The file holds {len(found) or 'no'} Questionnaires; give one with exactly one.")
    return found[0]


def _questionnaires(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if not isinstance(value, Mapping) or depth > DEEPEST:
        return
    if value.get("resourceType") == "Questionnaire":
        yield value
        return
    for name in ("entry", "parameter", "part", "contained"):
        for row in _rows(value.get(name)):
            yield from _questionnaires(row.get("resource", row) if isinstance(row, Mapping) else row, depth + 1)


def policy_from(questionnaire: Mapping[str, Any], *, policy_id: str, version: str, payer: str, start: str) -> Imported:
    """Return the draft policy of a form. Raises PolicyInvalid where it asks nothing or cannot be read."""
    reader = _Reader(questionnaire)
    children = reader.nodes(_rows(questionnaire.get("item")), (), 1)
    if not children:
        raise PolicyInvalid("The Questionnaire asks nothing that could be a criterion.")
    title = str(questionnaire.get("title") or questionnaire.get("name") or policy_id)
    body = {
        "policy_id": policy_id,
        "title": title[:300],
        "payer": payer,
        "version": version,
        "effective": {"start": start, "end": None},
        "codes": _codes(questionnaire),
        "applies_to": str(questionnaire.get("purpose") or questionnaire.get("description") or ""),
        "root": {"id": reader.own_id(policy_id), "op": "all", "text": title, "children": children},
    }
    return Imported(body, tuple(reader.left_out))


def _codes(questionnaire: Mapping[str, Any]) -> list[dict[str, str]]:
    codings = [row for row in _rows(questionnaire.get("code")) if isinstance(row, Mapping)]
    rows = [(CODE_SYSTEMS.get(str(row.get("system", "")).lower()), row) for row in codings]
    return [
        {"system": system, "code": str(row["code"]), "display": str(row.get("display") or "")}
        for system, row in rows
        if system and row.get("code")
    ]


class _Reader:
    """Walks the items of one form; knows which ids are taken and what was left out."""

    def __init__(self, questionnaire: Mapping[str, Any]) -> None:
        self.left_out: list[str] = []
        self.taken: set[str] = set()
        self.by_link: dict[str, Item] = {}
        self._know(_rows(questionnaire.get("item")), 1)

    def _know(self, items: Sequence[Any], depth: int) -> None:
        if depth > DEEPEST:
            raise PolicyInvalid(f"The Questionnaire is more than {DEEPEST} groups deep.")
        for item in items:
            if not isinstance(item, Mapping) or not isinstance(item.get("linkId"), str):
                raise PolicyInvalid("An item of the Questionnaire has no linkId.")
            if item["linkId"] in self.by_link:
                raise PolicyInvalid(f"The Questionnaire has two items with linkId {item['linkId']!r}.")
            self.by_link[item["linkId"]] = item
            self._know(_rows(item.get("item")), depth + 1)

    def nodes(self, items: Sequence[Item], conditions: tuple[Item, ...], depth: int) -> list[dict[str, Any]]:
        """Return the nodes of some items, in their order; ``conditions`` are what the groups above depend on."""
        return [node for item in items if (node := self._node(item, conditions, depth)) is not None]

    def _node(self, item: Item, conditions: tuple[Item, ...], depth: int) -> dict[str, Any] | None:
        if why := shown_never(item):
            self.left_out.append(f"{why} {_name(item)!r} is no criterion; it stands in the form itself.")
            return None
        own = (*conditions, item) if _rows(item.get("enableWhen")) else conditions
        below = self.nodes(_rows(item.get("item")), own, depth + 1)
        if item.get("type") == "group":
            return self._group(item, below)
        leaf = self._leaf(item, own)
        if not below:
            return leaf
        return {"id": self.own_id(f"{item['linkId']} and below"), "op": "all", "children": [leaf, *below]}

    def _group(self, item: Item, below: list[dict[str, Any]]) -> dict[str, Any] | None:
        if not below:
            self.left_out.append(f"Group {_name(item)!r} asks nothing that could be a criterion.")
            return None
        return {"id": self.own_id(item["linkId"]), "op": "all", "text": str(item.get("text") or ""), "children": below}

    def _leaf(self, item: Item, conditions: tuple[Item, ...]) -> dict[str, Any]:
        leaf: dict[str, Any] = {"id": self.own_id(item["linkId"]), "op": "leaf", "text": _name(item)}
        words = [condition_words(one, self.by_link) for one in conditions]
        evidence = answer_words(item)
        if test := item_test(item):
            asked = [condition_test(one, self.by_link) for one in conditions]
            exact = [one for one in asked if one is not None]
            if exact and len(exact) == len(asked):
                test["applies_if"] = exact[0] if len(exact) == 1 else {"all": exact}
            elif words:
                test["note"] = "; ".join(["IF " + " and if ".join(words), test["note"]])
            leaf["test"] = test
        elif words:
            evidence = f"IF {' and if '.join(words)}: {evidence}"
        return leaf | ({"evidence": evidence} if evidence else {})

    def own_id(self, wanted: str) -> str:
        """Return a node id that no other node has, as near to the wanted one as 60 characters let it be."""
        base = wanted.strip()[:LONGEST_ID] or "item"
        name, number = base, 2
        while name in self.taken:
            name = f"{base[: LONGEST_ID - 4]}-{number}"
            number += 1
        self.taken.add(name)
        return name


def _name(item: Item) -> str:
    prefix = str(item.get("prefix") or "").strip()
    text = str(item.get("text") or extension(item, "rendering-markdown") or item["linkId"]).strip()
    return f"{prefix} {text}".strip()


def _rows(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
