#!/usr/bin/env python3
"""Verify an export of the audit log. Needs Python 3.11 and this file alone: no database, no Django, no network.

    python3 verify_log.py EXPORT --key KEY [--witness FOLDER] [--witness FOLDER]

EXPORT   what ``manage.py log_export`` wrote: heads, gaps and tombstones first, then the events, one JSON object a line
KEY      the public key of the log, which you noted when the log began: name+hash+base64
FOLDER   the heads of a witness, from the witness itself, not from whoever runs the database

Exit code 0: everything that was checked holds. 1: the first thing that does not is named. 2: it could not be checked.
3: the events continue each other, and no signed head is there to compare them with: nothing was proved.

What is checked: every event gives the hash that the next one names; the key of the log signed every head; the tree (RFC
9162) over all events has the root of every head, those that witnesses hold among them; nobody witnessed more than the
export holds. Copy the witnesses' folders before you take the export: what they see later is not in it. Where
a segment was destroyed, a tombstone stands that the log signed: over whole blocks of the same tree, old enough when it
was destroyed, by two people, in an act that is itself an event.

What this cannot show: that an act was recorded at all. It shows that nothing was changed, removed, put in, re-ordered
or re-dated after the witnesses saw it. Events after the last witnessed head stand on the chain of hashes alone.
"""

import argparse
import base64
import hashlib
import json
import secrets
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

BLOCK, LEVEL = 256, 8  # what a tombstone keeps of a destroyed segment: the hash over each 256 events
GENESIS = "0" * 64
FEWEST_YEARS = 6  # that a log is kept: 45 CFR 164.316(b)(2)
SKEW = timedelta(days=1)  # by which a clock may have been set right between two events
EXPORT = "the export"
DESTROYED = b'"log_segment_destroyed"'
Point = tuple[int, int, int, int]


class Fault(Exception):
    """The first thing that does not hold."""


class Unreadable(ValueError):
    """What was given cannot be checked."""


# --- Ed25519 (RFC 8032, section 6), in plain Python: only verification, so nothing secret is handled here.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
KEY_BYTES, SIGNATURE_BYTES = 32, 64
NOWHERE: Point = (0, 1, 1, 0)  # adding it changes nothing
WEIGHT_BITS, WINDOW = 128, 8
FEW = 24  # signatures that are quicker asked one by one
MOST_HEADS = 10_000  # whose signatures are checked: of more, as many chosen at random, and the newest of each source


def add(a: Point, b: Point) -> Point:
    """Add two points in extended coordinates."""
    low, high = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    cross, twice = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = high - low, twice - cross, twice + cross, high + low
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number: int, point: Point) -> Point:
    """Multiply a point by a number."""
    result = NOWHERE
    while number:
        if number & 1:
            result = add(result, point)
        point, number = add(point, point), number >> 1
    return result


def same(a: Point, b: Point) -> bool:
    """Return whether two points are one."""
    return not ((a[0] * b[2] - b[0] * a[2]) % P or (a[1] * b[2] - b[1] * a[2]) % P)


def point_of(data: bytes) -> Point:
    """Return the point that 32 bytes stand for."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        raise ValueError
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signature_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Return whether an Ed25519 signature is that of this public key over this message."""
    try:
        key, nonce = point_of(public), point_of(signature[:32])
    except ValueError:
        return False
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != SIGNATURE_BYTES or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    return same(times(s, BASE), add(nonce, times(h, key)))


Signed = tuple[bytes, bytes]  # a message and its signature


def signatures_hold(public: bytes, some: list[Signed]) -> bool:
    """Return whether all of these are signatures of this public key: weighed at random and added up, in one equation.

    A thousand take a tenth of the time of one after the other.
    """
    try:
        key, nonces = point_of(public), [point_of(signature[:32]) for _, signature in some]
    except ValueError:
        return False
    weights, left, right = [secrets.randbits(WEIGHT_BITS) for _ in some], 0, 0
    for weight, (message, signature) in zip(weights, some, strict=True):
        s = int.from_bytes(signature[32:], "little")
        if len(signature) != SIGNATURE_BYTES or s >= ORDER:
            return False
        h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little")
        left, right = (left + weight * s) % ORDER, (right + weight * h) % ORDER
    total = NOWHERE
    for shift in range(WEIGHT_BITS - WINDOW, -1, -WINDOW):
        total, sums, running = times(1 << WINDOW, total), [NOWHERE] * (1 << WINDOW), NOWHERE
        for weight, nonce in zip(weights, nonces, strict=True):
            digit = weight >> shift & (1 << WINDOW) - 1
            sums[digit] = add(sums[digit], nonce)
        for one in reversed(sums[1:]):  # the sum for digit d counts d times
            running = add(running, one)
            total = add(total, running)
    return same(times(left, BASE), add(total, times(right, key)))


# --- Signed notes and heads (C2SP signed-note, tlog-checkpoint)
class Key:
    """The public key of the log."""

    def __init__(self, text: str) -> None:
        if text.startswith("PRIVATE+KEY+"):
            raise Unreadable("This is the private half of a key. It belongs to the log alone: give the public half.")
        self.name, _, rest = text.strip().partition("+")
        stated, _, encoded = rest.partition("+")
        try:
            raw = base64.b64decode(encoded, validate=True)
        except ValueError:
            raw = b""
        self.public = raw[1:]
        self.hash = hashlib.sha256(self.name.encode() + b"\n" + raw).digest()[:4]
        if raw[:1] != b"\x01" or len(self.public) != KEY_BYTES or self.hash.hex() != stated:
            raise Unreadable(
                "The key is no public key of a log, as name+hash+base64, or a part of it is missing. manage.py log_key "
                "prints it."
            )

    def knows(self, origin: str) -> bool:
        """Return whether a head of this origin is one of this log: before its first gap, or after one."""
        return origin == self.name or origin.removeprefix(f"{self.name}/").isdecimal()

    def signed(self, note: str) -> bool:
        """Return whether this key signed the note."""
        return any(signature_holds(self.public, *one) for one in self.signatures(note))

    def signatures(self, note: str) -> list[Signed]:
        """Return what the lines of a note that bear this key's name and hash say it signed, and how."""
        text, _, lines = note.rpartition("\n\n")
        found = []
        for line in lines.splitlines():
            words = line.split(" ")
            if words[:-1] == ["\u2014", self.name]:
                raw = decoded(words[-1])
                if raw[:4] == self.hash:
                    found.append((f"{text}\n".encode(), raw[4:]))
        return found

    def unsigned(self, heads: list["Head"]) -> "Head | None":
        """Return one of these heads that this key did not sign."""
        together: list[tuple[Signed, Head]] = []
        for head in heads:
            found = self.signatures(head.note)
            if len(found) == 1:
                together.append((found[0], head))
            elif not self.signed(head.note):
                return head
        return self._first_bad(together)

    def _first_bad(self, some: list[tuple[Signed, "Head"]]) -> "Head | None":
        if len(some) < FEW:
            return next((head for one, head in some if not signature_holds(self.public, *one)), None)
        if signatures_hold(self.public, [one for one, _ in some]):
            return None
        half = len(some) // 2
        return self._first_bad(some[:half]) or self._first_bad(some[half:])


def decoded(text: str) -> bytes:
    """Return the bytes of base64 as it is written one way only; nothing of any other."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        return b""
    return raw if base64.b64encode(raw).decode() == text else b""


class Head:
    """One head: which log, how many events, which root, and who showed it."""

    def __init__(self, note: str, place: str) -> None:
        self.note, self.place = note, place
        self.lines = note.rpartition("\n\n")[0].split("\n")
        self.origin, self.size, self.root = self.lines[0], int(self.lines[1]), base64.b64decode(self.lines[2])

    def said(self, word: str) -> str:
        """Return what an extra line of the note says."""
        return next((line.partition(" ")[2] for line in self.lines[3:] if line.startswith(f"{word} ")), "")


# --- The tree (RFC 9162, section 2.1)
class Tree:
    """The roots of the perfect parts of the tree so far, largest first."""

    def __init__(self) -> None:
        self.size = 0
        self.parts: list[bytes] = []

    def append(self, whole: bytes, level: int = 0) -> None:
        """Add a leaf, or the hash over 2**level of them."""
        size = self.size >> level
        while size & 1:
            whole, size = hashlib.sha256(b"\x01" + self.parts.pop() + whole).digest(), size >> 1
        self.parts.append(whole)
        self.size += 1 << level

    def root(self) -> bytes:
        """Return the root over everything so far."""
        whole = self.parts[-1] if self.parts else hashlib.sha256().digest()
        for left in reversed(self.parts[:-1]):
            whole = hashlib.sha256(b"\x01" + left + whole).digest()
        return whole


class Verification:
    """One pass over an export."""

    def __init__(self, key: Key, witnesses: Iterable[Path]) -> None:
        self.key, self.tree, self.last = key, Tree(), GENESIS
        self.heads: list[Head] = []
        self.gaps: list[Head] = []
        self.tombstones: dict[int, tuple[int, Head]] = {}  # by first event: the last one, and the note
        self.passed: list[tuple[int, int, Head]] = []
        self.acts: dict[str, str] = {}  # which segment an event says was destroyed: the root it names
        self.moment: datetime | None = None  # of the last event
        self.roots: dict[int, bytes] = {}
        self.witnesses: dict[Path, list[Head]] = {}
        self.silent: list[str] = []  # the sentence of each witness that holds nothing to compare
        for folder in dict.fromkeys(one.resolve() for one in witnesses):
            self.ask(folder)
        self.wanted: set[int] = set()
        self.unchecked = 0  # heads whose signature was not asked: there were too many
        self.agrees = False  # a head that a witness holds is one of this export
        self.within = 0  # heads that end within a destroyed segment

    def count(self) -> int:
        """Return how many heads there are to compare: in the export, and at witnesses."""
        return len(self.heads) + sum(len(held) for held in self.witnesses.values())

    def ask(self, folder: Path) -> None:
        """Read what a witness holds of this log; a witness that was asked and holds nothing is no witness."""
        if not folder.is_dir():
            self.silent.append(f"The witness {folder} is {'no folder' if folder.exists() else 'not there'}.")
            return
        found = list(read_witness(folder))
        held = [head for head in found if self.key.knows(head.origin)]
        self.gaps += [head for head in found if head.origin.startswith(f"{self.key.name}/gap/")]
        others = sorted({head.origin for head in found} - {head.origin for head in held})
        if held:
            self.witnesses[folder] = held
        elif others:
            self.silent.append(f"The witness {folder} holds heads of {', '.join(others)}, and none of {self.key.name}.")
        else:
            self.silent.append(f"The witness {folder} holds no head: it was emptied, or is another folder.")

    def run(self, lines: Iterable[bytes]) -> None:
        """Check everything, in the order of the export."""
        events = False
        for number, line in enumerate(lines, start=1):
            try:
                if line.startswith(b'{"event":'):
                    if not events:
                        events = True
                        self.begin()
                    self.event(line.rstrip(b"\n"))
                else:
                    self.note(json.loads(line), after_events=events)
            except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
                raise Unreadable(
                    f"Line {number:,} of the export is no head, gap, tombstone or event as manage.py log_export writes "
                    "them: it was broken on the way, or this file is another one."
                ) from error
        if not events:
            self.begin()
        self.pass_over()
        self.end()

    def note(self, said: dict[str, str], *, after_events: bool) -> None:
        """Take in a head, a gap or a tombstone."""
        if after_events:
            raise Fault("A head stands among the events: this is no export as log_export writes it.")
        kind, note = said["kind"], said["note"]
        head = Head(note, EXPORT)
        if kind != "head" and not self.key.signed(note):
            raise Fault(f"The {kind} at event {head.size:,} is not signed by the key of the log.")
        if kind == "head":
            self.heads.append(head)
        elif kind == "gap":
            self.gaps.append(head)
        else:
            first, end = (int(number) for number in head.said("events").split(" "))
            self.tombstones[first] = (end, head)

    def begin(self) -> None:
        """Before the first event: whose heads these are, and whether two of them contradict each other."""
        everything = [*self.heads, *(head for heads in self.witnesses.values() for head in heads)]
        self.gaps = sorted({gap.origin: gap for gap in self.gaps}.values(), key=number_of)
        for gap in self.gaps:
            if not self.key.signed(gap.note):
                raise Fault(f"The gap of {gap.place} at event {gap.size:,} is not signed by the key of the log.")
        for source in [self.heads, *self.witnesses.values()]:
            if source and not self.key.signed(source[-1].note):
                raise Fault(
                    f"The newest head of {source[-1].place} ({source[-1].size:,} events) is not signed by the key of "
                    "the log: the key was swapped, or somebody else wrote it."
                )
        notes = list({head.note: head for head in reversed(everything)}.values())
        self.unchecked = max(len(notes) - MOST_HEADS, 0)
        if bad := self.key.unsigned(secrets.SystemRandom().sample(notes, MOST_HEADS) if self.unchecked else notes):
            raise Fault(
                f"A head of {bad.place} at event {bad.size:,} is not signed by the key of the log: it was changed, or "
                "somebody else wrote it."
            )
        said: dict[tuple[str, int], Head] = {}
        for head in everything:
            other = said.setdefault((head.origin, head.size), head)
            if other.root != head.root:
                self.contradiction(head, other)
        self.wanted = {head.size for head in [*everything, *self.gaps]}
        self.note_root()

    def contradiction(self, head: Head, other: Head) -> None:
        """Two heads of one size that differ, both signed: say whose they are."""
        raise Fault(
            f"The log signed two different heads of {head.size:,} events, one held by {other.place}, one by "
            f"{head.place}: it was forked, and shows different people different histories."
        )

    def event(self, line: bytes) -> None:
        """Check one event against the one before it, and add it to the tree."""
        self.pass_over()
        canonical, stated = line[len(b'{"event":') : -75], line[-66:-2].decode()
        said = json.loads(canonical)
        number = said["sequence"]
        if number != self.tree.size + 1:
            raise Fault(
                f"Event {number:,} follows event {self.tree.size:,}: what stood between them was removed, or events "
                "were re-ordered."
            )
        leaf = hashlib.sha256(b"\x00" + canonical).digest()
        if leaf.hex() != stated:
            raise Fault(f"Event {number:,} is not what was written: it was edited or re-dated.")
        if said["previous_hash"] != self.last:
            raise Fault(f"Event {number:,} does not continue event {number - 1:,}: one of the two was put there later.")
        self.last, self.moment = stated, datetime.fromisoformat(said["recorded_at"])
        if DESTROYED in canonical and said["action"] == DESTROYED.decode().strip('"'):
            self.acts[said["object_id"]] = said["details"]["root"]
        self.tree.append(leaf)
        self.note_root()

    def pass_over(self) -> None:
        """Go past segments that were destroyed whole, with a signed tombstone."""
        while self.tree.size + 1 in self.tombstones:
            first = self.tree.size + 1
            end, head = self.tombstones[first]
            blocks = head.said("blocks").split(" ")
            if first % BLOCK != 1 or end - first + 1 != BLOCK * len(blocks):
                raise Fault(f"The tombstone of event {first:,} does not stand for a whole segment.")
            if head.said("follows") != self.last:
                raise Fault(f"The tombstone of event {first:,} does not continue event {first - 1:,}.")
            for block in blocks:
                self.tree.append(bytes.fromhex(block), LEVEL)
                self.note_root()
            if (head.size, head.root) != (end, self.tree.root()):
                raise Fault(f"The tombstone of event {first:,} stands over other events than those before it.")
            self.old_enough(first, head)
            self.last = head.said("ends")
            self.passed.append((first, end, head))

    def old_enough(self, first: int, head: Head) -> None:
        """Check that a segment was kept for as long as it says, and that this is long enough."""
        years = int(head.said("kept"))
        oldest, youngest, gone = (datetime.fromisoformat(head.said(one)) for one in ("oldest", "youngest", "destroyed"))
        try:
            may_go = youngest.replace(year=youngest.year + years)
        except ValueError:  # the 29th of February
            may_go = youngest.replace(year=youngest.year + years, day=28)
        if years < FEWEST_YEARS or gone <= may_go:
            raise Fault(f"The segment of event {first:,} was destroyed before its youngest event was {FEWEST_YEARS} "
                        f"years old, or younger than it says it was kept ({years}).")  # fmt: skip
        if oldest > youngest or (self.moment and youngest < self.moment - SKEW):
            raise Fault(f"The segment of event {first:,} is younger than its tombstone says: what stands before it is.")
        if "" in {head.said("asked"), head.said("confirmed")} or head.said("asked") == head.said("confirmed"):
            raise Fault(f"The segment of event {first:,} was not destroyed by two people.")
        self.moment = youngest

    def acts_recorded(self) -> None:
        """After the last event: each destruction is an event, or stood in a segment that was destroyed later."""
        for first, end, head in self.passed:
            gone = datetime.fromisoformat(head.said("destroyed"))
            told = self.acts.get(f"{first}-{end}")
            went_too = any(
                datetime.fromisoformat(other.said("oldest")) - SKEW <= gone
                <= datetime.fromisoformat(other.said("youngest")) + SKEW
                for _, _, other in self.passed
            )  # fmt: skip
            if told != head.root.hex() and not (told is None and went_too):
                raise Fault(f"No event says that the segment of event {first:,} was destroyed.")
        unused = set(self.tombstones) - {first for first, _, _ in self.passed}
        if unused:
            raise Fault(f"The tombstone of event {min(unused):,} stands where nothing is missing.")

    def is_within(self, size: int) -> bool:
        """Return whether a head of this size ends within a destroyed segment: its root is not there to compare."""
        return size not in self.roots and any(first <= size < end for first, end, _ in self.passed)

    def note_root(self) -> None:
        """Remember the root where a head says what it was."""
        if self.tree.size in self.wanted:
            self.roots[self.tree.size] = self.tree.root()

    def end(self) -> None:
        """After the last event: every head must be one of this very log."""
        size = self.tree.size
        self.acts_recorded()
        # By epoch: up to which event the heads before the gap still count. A gap is like a head of the epoch it begins:
        # where a later one was signed, what it stood over may be gone, too.
        floor = {number_of(gap): int(gap.said("kept")) for gap in self.gaps}
        for gap in self.gaps:
            lost = self.lost_to(gap, floor)
            if lost is not None and gap.size > lost:
                continue
            if gap.size > size or not (self.is_within(gap.size) or self.roots[gap.size] == gap.root):
                raise Fault(
                    f"A gap was signed at event {gap.size:,}, and the events up to it are not those it was signed over."
                )
        for head in sorted(
            [*self.heads, *(one for held in self.witnesses.values() for one in held)], key=lambda h: h.size
        ):
            lost = self.lost_to(head, floor)
            if lost is not None and head.size > lost:
                continue  # what this head saw beyond the gap is what the officer signed to be gone
            if head.size > size:
                raise Fault(self.shorter(head, size))
            if self.is_within(head.size):
                self.within += 1
            elif self.roots[head.size] != head.root:
                raise Fault(self.other(head))
            else:
                self.agrees |= head.place != EXPORT

    def lost_to(self, head: Head, floor: dict[int, int]) -> int | None:
        """Return where the next gap after this head's epoch was signed; None when there was none."""
        epoch = 1 if head.origin == self.key.name else number_of(head)
        later = [at for number, at in floor.items() if number > epoch]
        return min(later) if later else None

    def shorter(self, head: Head, size: int) -> str:
        """Say that somebody witnessed more than there is."""
        if not size:
            return (
                f"The export holds no event, and {head.place} holds a head of {head.size:,}: the log was replaced by "
                "an empty one."
            )
        ends = f"The export ends at event {size:,}, and {head.place} holds a head of {head.size:,}"
        if not self.agrees or any(one.size > size for one in self.heads):
            return f"{ends}: the log was cut at its end, or an older backup was restored, and no gap was signed."
        return (
            f"{ends}. Up to its end the export agrees with what was witnessed, so it is one of two: either the log was "
            "cut at its end, or an older backup was restored, and no gap was signed; or the folder of the witness is "
            "newer than the export. Copy the folders first, take the export after them, and verify both again: if it "
            "is the second, it holds then."
        )

    def other(self, head: Head) -> str:
        """Say that somebody witnessed something else."""
        return (
            f"The first {head.size:,} events are not those of the head that {head.place} holds, though each continues "
            "the one before: the log was written anew, or forked, before that event."
        )


def number_of(head: Head) -> int:
    """Return the epoch that a gap begins, or that a head after a gap belongs to."""
    return int(head.origin.rpartition("/")[2])


def read_witness(folder: Path) -> Iterator[Head]:
    """Yield the heads and gaps in a witness's folder, the oldest first."""
    found = []
    for path in folder.rglob("*.head"):
        try:
            found.append(Head(path.read_text(encoding="utf-8"), f"witness {folder}"))
        except (ValueError, IndexError) as error:
            raise Unreadable(f"{path} of the witness is no signed head: it was broken on the way.") from error
    yield from sorted(found, key=lambda head: (len(head.origin), head.origin, head.size))


def read_key(given: str) -> Key:
    """Return the key that the command line names: itself, or a file that holds it."""
    path = Path(given)
    if path.is_file():
        return Key(path.read_text(encoding="utf-8"))
    if "+" not in given:
        raise Unreadable(f"There is no file {given}, and it is no public key, as name+hash+base64, either.")
    return Key(given)


def counted(number: int, one: str) -> str:
    """Return a number and what it counts."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def tell_gap(gap: Head) -> str:
    """Say who signed a gap, and how many events are missing for it."""
    witnessed, kept = int(gap.said("witnessed")), int(gap.said("kept"))
    when = f" on {gap.said('signed')[:10]}" if gap.said("signed") else ""
    unsure = f", and of the {gap.size - kept:,} after it nobody can say whether they are" if gap.size > kept else ""
    return (
        f"Gap {number_of(gap) - 1} at event {gap.size:,}, signed{when} by the privacy officer whose id in the log is "
        f"{gap.said('officer')}, by name on the page of the heads ({gap.said('reason').replace('_', ' ')}): "
        f"{witnessed:,} events had been witnessed, {max(witnessed - gap.size, 0):,} of which are not here; up to event "
        f"{kept:,} they are the same{unsure}."
    )


def say(sentence: str) -> None:
    """Write one line."""
    sys.stdout.write(f"{sentence}\n")


def main() -> int:
    """Verify what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("export", type=Path)
    parser.add_argument("--key", required=True, help="the public key, or a file that holds it")
    parser.add_argument("--witness", type=Path, action="append", default=[], metavar="FOLDER")
    given = parser.parse_args()
    try:
        check = Verification(read_key(given.key), given.witness)
        with given.export.open("rb") as lines:
            check.run(lines)
        if not check.tree.size and not check.heads:
            raise Unreadable(f"{given.export} holds no head and no event: this is no export of a log.")
    except Fault as fault:
        say(f"The log does not hold. {fault}")
        return 1
    except OSError as error:
        say(f"This could not be verified: {error.filename} cannot be read ({error.strerror}).")
        return 2
    except ValueError as error:
        say(f"This could not be verified: {error}")
        return 2
    if not check.count() and not check.silent:
        say(
            f"Nothing was proved. Each of {counted(check.tree.size, 'event')} continues the one before it, but the "
            "export holds no signed head and no witness was given: whoever wrote the file could have written all of "
            "it. A whole export holds its heads: take it anew, or give the folder of a witness."
        )
        return 3
    tell(check)
    if check.silent:
        say(f"Not verified as asked: {' '.join(check.silent)} Get its folder from the witness itself, and ask again.")
    return 2 if check.silent else 0


def tell(check: Verification) -> None:
    """Say what was checked, and what it stands on."""
    size, newest = check.tree.size, [held[-1].size for held in check.witnesses.values()]
    heads = check.count()
    ends = f"{counted(len(check.gaps), 'signed gap')}, {counted(len(check.tombstones), 'tombstone')}"
    verdict = "What could be compared agrees" if check.silent else "The log holds"
    say(f"{verdict}: {counted(size, 'event')}, {counted(heads, 'signed head')}, {ends}.")
    for gap in check.gaps:
        say(tell_gap(gap))
    for first, end, stone in check.passed:
        say(
            f"Events {first:,} to {end:,} were destroyed on {stone.said('destroyed')[:10]}, kept {stone.said('kept')} "
            f"years, asked for by {stone.said('asked')} and confirmed by {stone.said('confirmed')}."
        )
    if check.unchecked:
        say(
            f"The roots of all heads agree; {check.unchecked:,} of their signatures were not checked: of so many heads "
            f"{MOST_HEADS:,} chosen at random, and the newest of each source."
        )
    if check.within:
        say(f"{check.within:,} heads end within a destroyed segment: they agree with each other; nothing else is left.")
    say(f"Last hash {check.last}, root {check.tree.root().hex()}.")
    if newest:
        asked = "One witness holds" if len(newest) == 1 else f"{len(newest)} witnesses hold"
        say(f"{asked} heads of up to {max(newest):,} events; {size - max(newest):,} stand on the chain alone.")
    else:
        signed = max((head.size for head in check.heads), default=0)
        say(
            f"No witness was compared: a log written anew from its first event by whoever holds its key, or cut at its "
            f"end, would not show. {counted(size - signed, 'event')} after the newest head stand on the chain alone."
        )


if __name__ == "__main__":
    sys.exit(main())
