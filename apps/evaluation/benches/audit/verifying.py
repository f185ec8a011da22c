"""A log of any length with key and witnesses, and the verifier run on it as an auditor runs it: one file alone."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from apps.audit.domain.chain import GENESIS, LEAF, SEALED, fragments
from apps.audit.domain.merkle import Frontier
from apps.audit.domain.note import Head, Signer, signed
from apps.audit.pipeline import VERIFIER, key_make
from apps.core.domain.bench import Say
from apps.evaluation.benches.audit.mutations import MUTATIONS, Exported

NAME = "bench.example/audit"
OF_A_HEAD = 1000  # events
WORDS = dict.fromkeys(SEALED, "") | {
    "recorded_at": "2026-03-12T14:03:00.000001+00:00",
    "actor_kind": "person",
    "action": "draft_viewed",
    "outcome": "success",
    "object_type": "draft",
    "details": {"identifiers": 7},
}


@dataclass
class Log:
    """Where a log's key, witnesses and export are, and its newest head."""

    folder: Path
    signer: Signer

    @classmethod
    def begun(cls, folder: Path) -> "Log":
        return cls(folder, key_make(folder / "log.key", NAME))

    @property
    def witnesses(self) -> list[Path]:
        return [self.folder / "first", self.folder / "second"]

    def verify(self, lines: Iterable[bytes]) -> tuple[int, float]:
        """Return how the verifier ends on these lines, and after how many seconds."""
        export, alone = self.folder / "export.jsonl", self.folder / "verify_log.py"
        with export.open("wb") as file:
            file.writelines(lines)
        shutil.copy(VERIFIER, alone)
        held = [word for folder in self.witnesses for word in ("--witness", str(folder))]
        command = [sys.executable, "-I", "-S", str(alone), str(export), "--key", self.signer.verifier.text(), *held]
        began = time.perf_counter()
        done = subprocess.run(command, capture_output=True, check=False)
        return done.returncode, time.perf_counter() - began

    def head(self, size: int, root: bytes) -> bytes:
        """Return a signed head as the export has it, and let the witnesses keep it."""
        text = Head(NAME, size, root).text()
        note = signed(text, self.signer.line(text))
        for folder in self.witnesses:
            path = folder / "heads" / f"{size:012d}.head"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(note, encoding="utf-8")
        return json.dumps({"kind": "head", "note": note}).encode() + b"\n"

    def generated(self, events: int) -> tuple[list[bytes], list[bytes]]:
        """Return heads and events of a new log, sealed as ``event_append`` has them sealed."""
        opening, middle = fragments(WORDS | {name: str(uuid4()) for name in ("id", "patient_id", "actor_id")})
        tree, last = Frontier(), GENESIS
        heads, lines = [], []
        for number in range(1, events + 1):
            body = f"{opening}{last}{middle}{number}}}".encode()
            leaf = sha256(LEAF + body).digest()
            last = leaf.hex()
            tree.append(leaf)
            lines.append(b'{"event":' + body + b',"hash":"' + last.encode() + b'"}\n')
            if number % OF_A_HEAD == 0 or number == events:
                heads.append(self.head(number, tree.root()))
        return heads, lines


def mutations_found(folder: Path, say: Say, events: int = 2_500) -> dict[str, bool]:
    """Return by kind of tampering whether the verifier finds it in a log that it otherwise takes."""
    log = Log.begun(folder)
    heads, lines = log.generated(events)
    exported = Exported(heads, lines, log.signer, key_make(folder / "other.key", NAME))
    found = {"nothing": log.verify([*heads, *lines])[0] == 0}
    for kind, mutate in MUTATIONS.items():
        found[kind] = log.verify(mutate(exported))[0] == 1
        say(f"{kind}: {'found' if found[kind] else 'NOT FOUND'}")
    return found


def seconds_to_verify(folder: Path, events: int) -> float:
    """Return how long a log of so many events takes. Raises AssertionError when it is not found whole."""
    log = Log.begun(folder)
    heads, lines = log.generated(events)
    code, seconds = log.verify(_all(heads, lines))
    if code:
        raise AssertionError("A log that nobody touched was said not to hold.")
    return seconds


def _all(heads: list[bytes], lines: list[bytes]) -> Iterator[bytes]:
    yield from heads
    yield from lines
