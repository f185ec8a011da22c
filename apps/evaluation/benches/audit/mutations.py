"""Every way to tamper with a log (T06), done to an export: the verifier must find each."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from apps.audit.domain.chain import GENESIS
from apps.audit.domain.note import Head, Signer, signed

Lines = list[bytes]
FRONT, BACK = b'{"event":', b',"hash":"'


@dataclass(frozen=True)
class Exported:
    """An export, taken apart: its heads, and the events after them."""

    heads: Lines
    events: Lines
    signer: Signer
    stranger: Signer

    def written_anew(self, first: int, name: str, value: str) -> Lines:
        """Return the events with one word of one changed, and every hash from there on computed anew."""
        last, lines = self._hash(first - 2), self.events[: first - 1]
        for line in self.events[first - 1 :]:
            said = json.loads(line[len(FRONT) : -76])
            said |= {"previous_hash": last} | ({name: value} if said["sequence"] == first else {})
            body = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
            last = sha256(b"\x00" + body).hexdigest()
            lines = [*lines, FRONT + body + BACK + last.encode() + b'"}\n']
        return lines

    def head_of(self, signer: Signer, size: int, root: bytes) -> bytes:
        text = Head(signer.name, size, root).text()
        return json.dumps({"kind": "head", "note": signed(text, signer.line(text))}).encode() + b"\n"

    def _hash(self, index: int) -> str:
        return self.events[index][-67:-3].decode() if index >= 0 else GENESIS


def _edited(log: Exported, old: bytes, new: bytes) -> Lines:
    middle = len(log.events) // 2
    changed = log.events[middle].replace(old, new)
    return [*log.heads, *log.events[:middle], changed, *log.events[middle + 1 :]]


def _reordered(log: Exported) -> Lines:
    middle = len(log.events) // 2
    one, other = log.events[middle], log.events[middle + 1]
    return [*log.heads, *log.events[:middle], other, one, *log.events[middle + 2 :]]


def _emptied(log: Exported) -> Lines:
    return log.events[:0]


MUTATIONS: Mapping[str, Callable[[Exported], Lines]] = {
    "edit": lambda log: _edited(log, b'"actor_id":"', b'"actor_id":"x'),
    "delete in the middle": lambda log: [*log.heads, *log.events[:40], *log.events[41:]],
    "tail cut": lambda log: [*log.heads[:1], *log.events[:-5]],
    "full rewrite": lambda log: log.written_anew(1, "actor_id", "somebody else"),
    "rewrite from the middle": lambda log: log.written_anew(len(log.events) // 2, "actor_id", "somebody else"),
    "reorder": _reordered,
    "fork": lambda log: [log.head_of(log.signer, len(log.events), b"\x07" * 32), *log.events],
    "older backup": lambda log: [*log.heads[:1], *log.events[: len(log.events) // 2]],
    "re-date": lambda log: _edited(log, b'"recorded_at":"2', b'"recorded_at":"1'),
    "key swapped": lambda log: [log.head_of(log.stranger, len(log.events), b"\x07" * 32), *log.events],
    "table replaced": _emptied,
}
