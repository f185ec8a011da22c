"""The file of edits that a machine may learn from: its lines, as FORMAT says. Pure; every word comes in de-identified.

A line is one example in the shape that fine-tuning tools read: ``prompt`` and ``completion``, or ``prompt``, ``chosen``
and ``rejected``, each a list of messages. See apps/quality/LEARNING.md.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

FORMAT = "workbench.learning/1"
INSTRUCTION = (
    "Write the document from the numbered passages and from nothing else. Answer as JSON: claims, each with its "
    "section, its text and the numbers of the passages it cites."
)
LINE_WORDS: Mapping[tuple[str, str], str] = {
    ("sft", "draft"): "What to write, by draft",
    ("preference", "draft"): "What to prefer, by draft",
    ("preference", "claim"): "What to prefer, by changed claim",
}
ANSWERS = ("completion", "chosen", "rejected")
PURPOSES: Mapping[str, str] = {
    "fine_tuning": "Fine-tune a model on what was signed",
    "preference": "Teach a model to prefer what was signed to what it wrote",
    "evaluation": "Measure a model against what was signed",
}
PREFERENCE = "preference"  # a purpose, and the kind of the only lines that serve it
LEFT_OUT_WORDS: Mapping[str, str] = {
    "test": "Of a test patient",
    "destroyed": "Its words were destroyed",
    "input_gone": "What the machine was given is no longer kept",
    "restricted": "It rests on a record that is restricted beyond normal",
    "handling": "It rests on a record whose sender forbids re-use",
    "taken_back": "It rests on a record that was taken back or names another person",
    "amended": "What was signed was corrected later",
    "unchanged": "Signed as the machine wrote it: there is nothing to prefer to it",
    "leak": "Held back by the last look: an identifier was still in it (examples)",
}


@dataclass(frozen=True, slots=True)
class Passage:
    """One numbered passage of a prompt."""

    number: int
    title: str
    section: str
    dated: date | None
    text: str

    def shown(self) -> str:
        day = self.dated.isoformat() if self.dated else ""
        place = ", ".join(part for part in (self.title, self.section, day) if part)
        return f"[{self.number}] {place}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One claim of an answer."""

    ordinal: int
    section: str
    text: str
    cites: tuple[int, ...]
    basis: str = "chart"

    def as_json(self) -> dict[str, Any]:
        return {"section": self.section, "text": self.text, "cites": list(self.cites), "basis": self.basis}


@dataclass(frozen=True, slots=True)
class Example:
    """One draft: what was asked, of which passages, what the machine wrote and what was signed."""

    asked: str
    passages: tuple[Passage, ...]
    machine: tuple[Sentence, ...]
    final: tuple[Sentence, ...]
    kinds: Mapping[int, tuple[str, ...]]
    meta: Mapping[str, Any]


def lines_of(example: Example, purpose: str = "") -> Iterator[str]:
    """Yield the lines of one draft: what to write, what to prefer as a whole, and what for each claim that changed.

    To teach what to prefer, pairs alone: a draft that nobody changed has none.
    """
    prompt = _prompt(example.asked, example.passages)
    if example.final and purpose != PREFERENCE:
        yield _line("sft", "draft", example, {"prompt": prompt, "completion": _answer(example.final)})
    if _said(example.machine) != _said(example.final):
        pair = {"prompt": prompt, "chosen": _answer(example.final), "rejected": _answer(example.machine)}
        yield _line("preference", "draft", example, pair)
    for one in example.machine:
        yield from _of_claim(one, example)


def _of_claim(machine: Sentence, example: Example) -> Iterator[str]:
    final = [one for one in example.final if one.ordinal == machine.ordinal]
    if machine.ordinal not in example.kinds or _said([machine]) == _said(final):
        return
    cited = [passage for passage in example.passages if passage.number in machine.cites]
    asked = f"{example.asked}\nWrite only the claim of the section {machine.section} that these passages carry, if any."
    pair = {"prompt": _prompt(asked, cited), "chosen": _answer(final), "rejected": _answer([machine])}
    yield _line("preference", "claim", example, pair, kinds=list(example.kinds[machine.ordinal]))


def _said(sentences: Sequence[Sentence]) -> list[tuple[str, str]]:
    return [(one.section, one.text) for one in sentences]


def _prompt(asked: str, passages: Sequence[Passage]) -> list[dict[str, str]]:
    shown = "\n\n".join(passage.shown() for passage in passages)
    return [
        {"role": "system", "content": INSTRUCTION},
        {"role": "user", "content": f"{asked}\n\n{shown}" if shown else asked},
    ]


def _answer(sentences: Sequence[Sentence]) -> list[dict[str, str]]:
    body = json.dumps({"claims": [one.as_json() for one in sentences]}, ensure_ascii=False)
    return [{"role": "assistant", "content": body}]


def _line(kind: str, scope: str, example: Example, messages: Mapping[str, Any], **more: Any) -> str:
    every = sorted({kind for kinds in example.kinds.values() for kind in kinds})
    meta = {**example.meta, "kinds": every, **more}
    return json.dumps({"format": FORMAT, "kind": kind, "scope": scope, **messages, "meta": meta}, ensure_ascii=False)


def name_of(line: str) -> str:
    """Return of which kind a line is, as people read it."""
    body = json.loads(line)
    return LINE_WORDS[body["kind"], body["scope"]]


def words_of(line: str) -> str:
    """Return every word of an example as it reads, out of the quoting of JSON: for the last look."""
    body = json.loads(line)
    messages = [*body["prompt"], *(one for name in ANSWERS for one in body.get(name, ()))]
    return "\n".join(_read(message) for message in messages)


def _read(message: Mapping[str, str]) -> str:
    if message["role"] != "assistant":
        return message["content"]
    return "\n".join(f"{claim['section']}\n{claim['text']}" for claim in json.loads(message["content"])["claims"])


def header_line(*, purpose: str, start: date, end: date) -> str:
    """Return the first line of a file: what it is, for what, of which days."""
    days = {"start": start.isoformat(), "end": end.isoformat()}
    return json.dumps({"format": FORMAT, "kind": "header", "purpose": purpose, **days})
