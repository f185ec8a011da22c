"""Comparing a sealed run with what the same input gives now: plain values, the same for page, command and audit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest
from typing import Any

from apps.core.canonical import digest, sha256_hex


class ReplayVerdict(StrEnum):
    IDENTICAL = "identical"  # the same answer, byte for byte
    DIFFERS = "differs"
    NOT_RUN = "not_run"  # with the sentence that says why


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part of the release, or one parameter, that is not what it was."""

    part: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class PassageChange:
    """A passage of the run's input: gone from the index, or with another text than then."""

    passage_id: str
    what: str  # "gone" or "changed"


@dataclass(frozen=True, slots=True)
class WordRun:
    """Words that stand in both answers, only in the old one, or only in the new one."""

    what: str  # "same", "gone", "new"
    words: str


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """One claim that is not what it was, by its number, word by word."""

    number: int
    words: tuple[WordRun, ...]
    citations_differ: bool


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of making a run once more."""

    verdict: ReplayVerdict
    sentence: str
    parts: tuple[PartChange, ...] = ()
    passages: tuple[PassageChange, ...] = ()
    claims: tuple[ClaimChange, ...] = ()
    missing_differs: bool = False
    output_sha256: str = ""
    duration_ms: int = 0
    cost_micros: int = 0
    tokens: tuple[int, int] = (0, 0)  # in, out

    def as_json(self) -> dict[str, Any]:
        """Return the value as it is sealed."""
        return asdict(self)


def replay_from_json(body: Mapping[str, Any]) -> Replay:
    """Return the replay that ``as_json`` gave."""
    claims = (
        ClaimChange(it["number"], tuple(WordRun(**run) for run in it["words"]), it["citations_differ"])
        for it in body["claims"]
    )
    return Replay(**{
        **body,
        "verdict": ReplayVerdict(body["verdict"]),
        "parts": tuple(PartChange(**it) for it in body["parts"]),
        "passages": tuple(PassageChange(**it) for it in body["passages"]),
        "claims": tuple(claims),
        "tokens": tuple(body["tokens"]),
    })  # fmt: skip


def parts_changed(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[PartChange, ...]:
    """Return which named parts differ; one that is only on one side differs too."""
    names = sorted(before.keys() | now.keys())
    pairs = ((name, str(before.get(name, "")), str(now.get(name, ""))) for name in names)
    return tuple(PartChange(*it) for it in pairs if it[1] != it[2])


def passages_changed(sealed: Iterable[Mapping[str, Any]], now: Mapping[str, str]) -> tuple[PassageChange, ...]:
    """Return which passages of a run's input are gone or changed; ``now`` holds today's texts by id."""
    found = []
    for row in sealed:
        text = now.get(row["id"])
        if text is None:
            found.append(PassageChange(row["id"], "gone"))
        elif sha256_hex(text) != row["sha256"]:
            found.append(PassageChange(row["id"], "changed"))
    return tuple(found)


def outputs_same(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Say whether two sealed outputs hold the same claims and the same list of what is missing, byte for byte."""
    said = ("claims", "missing")
    return digest({name: before[name] for name in said}) == digest({name: now[name] for name in said})


def claims_changed(before: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> tuple[ClaimChange, ...]:
    """Return the claims that differ, place by place."""
    pairs = enumerate(zip_longest(before, now), start=1)
    return tuple(_claim_changed(number, old or {}, new or {}) for number, (old, new) in pairs if old != new)


def _claim_changed(number: int, old: Mapping[str, Any], new: Mapping[str, Any]) -> ClaimChange:
    words = tuple(words_changed(old.get("text", ""), new.get("text", "")))
    return ClaimChange(number, words, old.get("citations") != new.get("citations"))


def words_changed(before: str, now: str) -> Iterator[WordRun]:
    """Yield runs of words that are the same, gone or new, in the order they are read."""
    old, new = before.split(), now.split()
    for what, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield WordRun("same", " ".join(old[start:end]))
            continue
        if end > start:
            yield WordRun("gone", " ".join(old[start:end]))
        if new_end > new_start:
            yield WordRun("new", " ".join(new[new_start:new_end]))
