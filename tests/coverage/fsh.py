"""Reading FHIR Shorthand as far as the examples of questionnaires go: paths, soft indices, a few literals."""

import re
from typing import Any

STEP = re.compile(r"([^.\[\]]+)((?:\[[^\]]*\])*)")
CODING = re.compile(r'([^\s#"]*)#([^\s"]+)(?:\s+"(.*)")?')


def instances(text: str) -> dict[str, dict[str, Any]]:
    """Return each instance of a file by its name, its rules applied to an empty resource."""
    found: dict[str, dict[str, Any]] = {}
    for block in re.split(r"^Instance:", text, flags=re.MULTILINE)[1:]:
        name, *lines = block.splitlines()
        found[name.strip()] = resource = {"resourceType": "Questionnaire"}
        places: dict[str, int] = {}
        for path, value in re.findall(r"^\* (\S+) = (.+?)\s*$", "\n".join(lines), flags=re.MULTILINE):
            _set(resource, path, _value(value), places)
    return found


def _set(resource: dict[str, Any], path: str, value: Any, places: dict[str, int]) -> None:
    here: Any = resource
    steps = list(STEP.finditer(path))
    walked = ""
    for number, step in enumerate(steps):
        name, index = step.group(1), step.group(2)
        walked += f".{name}"
        last = number == len(steps) - 1
        if not index and not (name in here and isinstance(here[name], list)):
            if last:
                here[name] = value
                return
            here = here.setdefault(name, {})
            continue
        rows, place = here.setdefault(name, []), _place(index, walked, places)
        walked += f"[{place}]"
        while len(rows) <= place:
            rows.append({})
        if last:
            rows[place] = value
            return
        here = rows[place]


def _place(index: str, walked: str, places: dict[str, int]) -> int:
    said = index.strip("[]")
    if said.isdigit():
        places[walked] = int(said)
    elif said == "+":
        places[walked] = places.get(walked, -1) + 1
    elif said not in {"=", ""}:  # a slice: one row for each name
        key = f"{walked}[{said}]"
        places.setdefault(key, 100 + len([one for one in places if one.startswith(f"{walked}[")]))
        return places[key] - 100
    return max(places.get(walked, 0), 0)


def _value(text: str) -> Any:
    if text.startswith('"'):
        return text.strip('"')
    if text in {"true", "false"}:
        return text == "true"
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text) if "." in text else int(text)
    if coding := CODING.fullmatch(text):
        system, code, display = coding.groups()
        return code if not system else {"system": system, "code": code, **({"display": display} if display else {})}
    return text
