"""Reading the ClaimResponses of the guide's examples (FHIR Shorthand) as JSON, as far as they go."""

import re
from typing import Any

from apps.review.domain.pas.names import PAS

NAMES = {
    "reviewAction": "reviewAction", "preAuthPeriod": "itemPreAuthPeriod", "preAuthIssueDate": "itemPreAuthIssueDate",
    "authorizedProvider": "itemAuthorizedProvider", "authorizedItemDetail": "itemAuthorizedDetail",
    "errorPath": "errorPath", "errorElement": "errorElement", "followupAction": "errorFollowupAction",
}  # fmt: skip
RULE = re.compile(r"^( *)\* ([^\s=]+)(?: = (.+?))?\s*$", re.MULTILINE)
CODE = re.compile(r'([^\s#"]*)#([^\s"]+)(?:\s+"(.*)")?')
STEP = re.compile(r"([A-Za-z]+)(?:\[([^\]]+)\])?")
LISTS = {"item", "adjudication", "extension", "error", "identifier", "addItem"}


def responses(text: str) -> dict[str, dict[str, Any]]:
    """Return each ClaimResponse of a file by its name."""
    found = {}
    for block in re.split(r"^Instance:", text, flags=re.MULTILINE)[1:]:
        name, kind, *_ = (line.partition(":")[2].strip() or line.strip() for line in block.splitlines())
        if kind in {"PASClaimResponse", "PASClaimInquiryResponse"}:
            found[name] = _resource(block)
    return found


def _resource(block: str) -> dict[str, Any]:
    resource: dict[str, Any] = {"resourceType": "ClaimResponse"}
    above: list[str] = []
    for indent, path, value in RULE.findall(block):
        above = [*above[: len(indent) // 2], path]
        if value:
            _set(resource, ".".join(above), _value(value))
    return resource


def _set(resource: dict[str, Any], path: str, value: Any) -> None:
    here: Any = resource
    steps = STEP.findall(path)
    for number, (name, slot) in enumerate(steps):
        last = number == len(steps) - 1
        if name not in LISTS:
            here = here.setdefault(name, value if last else {})
            continue
        here = _row(here.setdefault(name, []), name, slot)


def _row(rows: list[Any], name: str, slot: str) -> Any:
    if name == "extension":
        url = f"{PAS}extension-{NAMES[slot]}" if slot in NAMES else slot
        url = f"{PAS}extension-reviewActionCode" if slot == "code" else url
        rows.extend([] if any(row["url"] == url for row in rows) else [{"url": url}])
        return next(row for row in rows if row["url"] == url)
    place = int(slot) if slot.isdigit() else 0
    rows.extend({} for _ in range(place + 1 - len(rows)))
    return rows[place]


def _value(text: str) -> Any:
    if text.startswith("Reference("):
        return {"reference": text.removeprefix("Reference(").partition(")")[0]}
    if text.startswith('"'):
        return text.strip('"')
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return int(text) if text.isdigit() else float(text)
    coded = CODE.fullmatch(text)
    if not coded:
        return text
    system, code, display = coded.groups()
    return {"coding": [{"system": system, "code": code, "display": display or ""}]} if system else code
