"""What this process is made of: the application's own files, the installed packages, the models' cards."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.utils.module_loading import import_string
from packaging.utils import canonicalize_name

from apps.core.canonical import sha256_hex
from apps.governance.domain.releases import Part, PartKind, files_digest, parts_digest

Card = Mapping[str, Any]

SOURCES = ("apps", "workbench")  # beside manage.py
NOT_SOURCE = ("__pycache__", ".pyc", "README.md", "/decisions/")  # what is compiled, and what only people read
PROMPTS = "prompts"  # a folder with this name holds prompts, each a file
DATA_SUFFIXES = frozenset({".txt", ".json", ".yaml", ".yml", ".csv", ".tsv"})


def source_files(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield the application's own files below a folder, as (path with slashes, file), in order."""
    for folder in SOURCES:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and not any(mark in path.as_posix() for mark in NOT_SOURCE):
                yield path.relative_to(root).as_posix(), path


def code_digest(root: Path) -> str:
    """Return the sha256 over the application's own files: code, word lists, prompts, trained weights."""
    return files_digest((name, path.read_bytes()) for name, path in source_files(root))


@lru_cache(maxsize=1)
def code_in_use() -> tuple[str, str]:
    """Return version and digest of the application as it was when this process first asked."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project["version"], code_digest(settings.BASE_DIR)


@lru_cache(maxsize=1)
def packages_in_use() -> Mapping[str, Distribution]:
    """Return every installed package by its canonical name."""
    return {str(canonicalize_name(found.metadata["Name"])): found for found in distributions()}


def model_cards() -> Iterator[Card]:
    """Yield the cards of the models that the rooms above name in the settings."""
    for path in settings.WORKBENCH_MODEL_CARDS:
        yield cast("Card", import_string(path)())


@lru_cache(maxsize=1)
def parts_in_use() -> tuple[Part, ...]:
    """Return packages, models, prompts and data files of this process."""
    packages = (Part(PartKind.PACKAGE, name, found.version) for name, found in packages_in_use().items())
    models = (Part(PartKind.MODEL, card["name"], card["version"], card["weights"]["sha256"]) for card in model_cards())
    return (*packages, *models, *file_parts(settings.BASE_DIR))


def file_parts(root: Path) -> Iterator[Part]:
    """Yield the prompts and the data files (dictionaries, word lists, thresholds) among the application's own files."""
    for name, path in source_files(root):
        if PROMPTS in path.parent.parts:
            yield Part(PartKind.PROMPT, name, sha256=sha256_hex(path.read_bytes()))
        elif path.suffix in DATA_SUFFIXES:
            yield Part(PartKind.DATA, name, sha256=sha256_hex(path.read_bytes()))


@lru_cache(maxsize=1)
def packages_sha256() -> str:
    """Return the sha256 over names and versions of the installed packages."""
    return parts_digest(part for part in parts_in_use() if part.kind is PartKind.PACKAGE)
