"""The prompt texts: one file for each kind of draft and version, with a system and a user part."""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from string import Template

from apps.core.canonical import digest, sha256_hex
from apps.drafting.domain.claims import DraftKind

IN_USE = {DraftKind.CHART_SUMMARY: "1", DraftKind.PRIOR_AUTH_LETTER: "1"}
_PART = re.compile(r"^=== (system|user) ===\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PromptText:
    """One version of one prompt. ``sha256`` is of the whole file."""

    kind: DraftKind
    version: str
    sha256: str
    system: str
    user: Template  # takes $task, $marker and $record

    @property
    def name(self) -> str:
        """The file's name below ``prompts``: ``chart_summary/1.md``."""
        return f"{self.kind}/{self.version}.md"


@lru_cache(maxsize=8)
def prompt_text(kind: DraftKind) -> PromptText:
    """Return the prompt text in use for a kind of draft."""
    version = IN_USE[kind]
    whole = files("apps.drafting").joinpath("prompts", kind, f"{version}.md").read_text(encoding="utf-8")
    _, _, system, _, user = _PART.split(whole)
    return PromptText(kind, version, sha256_hex(whole), system.strip(), Template(user.strip()))


def prompt_texts() -> tuple[PromptText, ...]:
    """Return every prompt text in use, for the list of parts."""
    return tuple(prompt_text(kind) for kind in IN_USE)


# One name for all prompts in use, for a release: another text, another version.
PROMPTS_SHA256 = digest([[text.name, text.sha256] for text in prompt_texts()])
PROMPTS_VERSION = f"prompts-{PROMPTS_SHA256[:16]}"
