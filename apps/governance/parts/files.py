"""Prompts, dictionaries, word lists, thresholds, recipes of training text: each file with its sha256."""

from collections.abc import Iterator

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.component import Component, ComponentType

from apps.governance.domain.releases import PartKind
from apps.governance.selectors.parts import parts_in_use


def file_components() -> Iterator[Component]:
    """Yield a component for each prompt (a file) and each data file of the application."""
    for part in parts_in_use():
        if part.kind in {PartKind.PROMPT, PartKind.DATA}:
            yield Component(
                name=part.name,
                type=ComponentType.FILE if part.kind is PartKind.PROMPT else ComponentType.DATA,
                bom_ref=f"{part.kind}:{part.name}",
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=part.sha256)],
            )
