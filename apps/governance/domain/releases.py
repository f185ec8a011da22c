"""What names a release, and what it is made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from apps.core.canonical import digest, sha256_hex


class PartKind(StrEnum):
    """What an entry of the parts list is."""

    PACKAGE = "package"
    MODEL = "model"
    PROMPT = "prompt"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Part:
    """One entry: a name, and what tells one version of it from another."""

    kind: PartKind
    name: str
    version: str = ""
    sha256: str = ""


def release_digest(parts: Mapping[str, str]) -> str:
    """Return the sha256 that names a release: of the canonical JSON of its parts (RFC 8785)."""
    return digest(dict(parts))


def files_digest(files: Iterable[tuple[str, bytes]]) -> str:
    """Return the sha256 over files as (path, content), whatever the order they come in."""
    return digest({path: sha256_hex(content) for path, content in files})


def parts_digest(parts: Iterable[Part]) -> str:
    """Return the sha256 over names and versions, whatever the order they come in."""
    return digest({f"{part.kind}:{part.name}": part.version or part.sha256 for part in parts})


# What a release is told by, as pages name it.
PART_TITLES: Mapping[str, str] = {
    "backend": "Backend",
    "model_name": "Model",
    "model_sha256": "Model file sha256",
    "tokenizer_sha256": "Tokenizer sha256",
    "engine": "Engine",
    "prompt_version": "Prompt",
    "prompt_sha256": "Prompt sha256",
    "index_version": "Index",
    "redactor_version": "Redactor",
    "code_version": "Application",
    "code_sha256": "Application sha256",
    "packages_sha256": "Packages sha256",
}
TOLD_BY_HASH = ("digest", *(name for name in PART_TITLES if name.endswith("_sha256")))
TOLD_BY_NAME = tuple(name for name in PART_TITLES if not name.endswith("_sha256"))
