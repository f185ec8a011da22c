"""The parts list (SBOM): every package installed here and every model the machine reads with, as CycloneDX 1.6 JSON."""

from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, distributions
from typing import Any, cast

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from django.conf import settings
from django.utils.module_loading import import_string
from packageurl import PackageURL
from packaging.utils import canonicalize_name

PREFIX = "workbench:"
LONGEST_LICENCE = 60  # some packages put the whole text there

Card = Mapping[str, Any]


def parts_list() -> str:
    """Return the parts list of this process as CycloneDX JSON.

    A model's component carries its file's sha256 and, as properties, what its card says: recipe of the training text,
    seed, scores with their intervals.
    """
    workbench = Component(name="clinician-review-workbench", type=ComponentType.APPLICATION)
    packages = {part.name: part for part in map(_package, distributions())}
    bom = Bom(components=[*packages.values(), *map(_model, _cards())])
    bom.metadata.component = workbench
    bom.register_dependency(workbench, bom.components)
    return str(make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=2))


def _cards() -> Iterator[Card]:
    """Yield the cards of the models that the rooms above name in the settings."""
    for path in settings.WORKBENCH_MODEL_CARDS:
        yield cast("Card", import_string(path)())


def _package(found: Distribution) -> Component:
    name = canonicalize_name(found.metadata["Name"])
    purl = PackageURL("pypi", None, name, found.version)
    return Component(
        name=name,
        version=found.version,
        purl=purl,
        bom_ref=str(purl),
        licenses=[DisjunctiveLicense(name=licence)] if (licence := _licence(found)) else [],
    )


def _licence(found: Distribution) -> str:
    """Return the licence a package states in its metadata, empty where it states none or its whole text."""
    stated = [found.metadata[key].strip() for key in ("License-Expression", "License") if key in found.metadata]
    return next((licence for licence in stated if 0 < len(licence) <= LONGEST_LICENCE and "\n" not in licence), "")


def _model(card: Card) -> Component:
    said = (Property(name=PREFIX + key, value=value) for key, value in _facts(card))
    return Component(
        name=card["name"],
        version=card["version"],
        type=ComponentType.MACHINE_LEARNING_MODEL,
        bom_ref=f"model:{card['name']}@{card['version']}",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=card["weights"]["sha256"])],
        licenses=[DisjunctiveLicense(name=card["licence"])],
        properties=said,
    )


def _facts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield the leaves of a card as (dotted name, text)."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _facts(inner, f"{name}.{key}" if name else str(key))
    else:
        yield name, ", ".join(map(str, value)) if isinstance(value, list) else str(value)
