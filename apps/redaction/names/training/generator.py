"""Inventing texts with known names: templates are filled, joined, and now and then written all small or all large."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from apps.redaction.names.training.dice import Dice, is_held_out
from apps.redaction.names.training.invented import Invented, invented
from apps.redaction.names.training.lists import STYLES, slots_read, templates_read
from apps.redaction.names.training.naming import ENTITIES, name_drawn

TEMPLATES_HELD_OUT = 10  # one template in so many is kept for scoring
PLAIN_SHARE = 0.5  # of the texts hold no name at all
QUOTED_SHARE = 0.03  # are written as mail quotes what it answers
_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*|)\]")
_SLOT = re.compile(r"\{([A-Za-z_|]+)\}")
_MARKED = re.compile("\x02([A-Z]+)\x1f([^\x03]*)\x03")
_CASES = (*["lower"] * 10, *["upper"] * 6, *["title"] * 3, *["names upper"] * 2, "names lower", *["as written"] * 78)
_LAYOUT = {"queries": (" ", (1, 1, 1, 1, 2)), "notes": ("\n", (1, 1, 2, 3, 4)), "general": (" ", (1, 1, 1, 2, 2, 3))}


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and its names: [start, end), label."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


class Generator:
    """Invents samples of one side: what is trained on, or what is kept for scoring."""

    def __init__(self, seed: int, held_out: bool) -> None:
        self.dice = Dice(seed)
        self.names = invented(held_out)
        self.slots = slots_read()
        self.named: dict[str, list[str]] = {}
        self.plain: dict[str, list[str]] = {}
        for style in STYLES:
            kept = [t for t in templates_read(style) if is_held_out(t, TEMPLATES_HELD_OUT) == held_out]
            self.named[style] = [t for t in kept if _holds_name(t)]
            self.plain[style] = [t for t in kept if not _holds_name(t)]

    def samples(self, count: int) -> Iterator[Sample]:
        """Yield that many samples, half of them without any name."""
        for _ in range(count):
            yield self.sample()

    def sample(self) -> Sample:
        """Return one sample."""
        style = self.dice.pick(("queries", "notes", "notes", "general"))
        joint, sizes = _LAYOUT[style]
        size = self.dice.pick(sizes)
        if self.dice.chance(PLAIN_SHARE):
            templates = [self.dice.pick(self.plain[style]) for _ in range(size)]
        else:
            templates = [self.dice.pick(self.named[style]) for _ in range(size)]
            if size > 1 and self.dice.chance(0.6):
                templates[-1] = self.dice.pick(self.plain[style])
                if self.dice.chance(0.5):
                    templates.reverse()
        joint = joint if self.dice.chance(0.7) else self.dice.pick((" ", "\n"))
        text = joint.join(self._filled(t) for t in templates)
        if self.dice.chance(QUOTED_SHARE):
            text = "> " + text.replace("\n", "\n> ")
        return self._cased(_unmarked(text))

    def _filled(self, template: str) -> str:
        return self._sentence(self._expanded(template))

    def _expanded(self, text: str) -> str:
        while _CHOICE.search(text):
            text = _CHOICE.sub(lambda m: self.dice.pick(m.group(1).split("|")), text)
        return _SLOT.sub(lambda m: self._slot(self.dice.pick(m.group(1).split("|"))), text)

    def _slot(self, slot: str) -> str:
        if slot in ENTITIES:
            label, shape = ENTITIES[slot]
            return f"\x02{label}\x1f{self._expanded(f'{{{shape}}}')}\x03"
        if slot in Invented._fields:
            return name_drawn(self.dice, self.names, slot)
        return self._expanded(self.dice.pick(self.slots[slot]))

    def _sentence(self, text: str) -> str:
        if text[:1].islower() and self.dice.chance(0.75):
            text = text[0].upper() + text[1:]
        return text.replace("’", "'") if self.dice.chance(0.5) else text

    def _cased(self, sample: Sample) -> Sample:
        case = self.dice.pick(_CASES)
        if case == "lower":
            return _rewritten(sample, str.lower)
        if case == "upper":
            return _rewritten(sample, str.upper)
        if case == "title":
            return _rewritten(sample, str.title)
        if case == "names upper":
            return _names_rewritten(sample, str.upper)
        return _names_rewritten(sample, str.lower) if case == "names lower" else sample


def _holds_name(template: str) -> bool:
    return any(slot.isupper() for slots in _SLOT.findall(template) for slot in slots.split("|"))


def _unmarked(marked: str) -> Sample:
    parts: list[str] = []
    spans: list[tuple[int, int, str]] = []
    length = last = 0
    for match in _MARKED.finditer(marked):
        before, name = marked[last : match.start()], match.group(2)
        length += len(before)
        spans.append((length, length + len(name), match.group(1)))
        parts += [before, name]
        length += len(name)
        last = match.end()
    return Sample("".join([*parts, marked[last:]]), tuple(spans))


def _rewritten(sample: Sample, write: Callable[[str], str]) -> Sample:
    """Change the case of a text, where that leaves every character in its place."""
    text = write(sample.text)
    return Sample(text, sample.spans) if len(text) == len(sample.text) else sample


def _names_rewritten(sample: Sample, write: Callable[[str], str]) -> Sample:
    text = sample.text
    for start, end, _ in sample.spans:
        name = write(text[start:end])
        text = text[:start] + name + text[end:] if len(name) == end - start else text
    return Sample(text, sample.spans)
