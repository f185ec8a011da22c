"""The installed packages with what they need, and the script that pages load."""

import re
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component
from cyclonedx.model.license import DisjunctiveLicense
from django.contrib.staticfiles import finders
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from apps.core.canonical import sha256_hex
from apps.governance.parts.facts import PREFIX
from apps.governance.selectors.parts import packages_in_use

LONGEST_LICENCE = 60  # some packages put the whole text there
SCRIPT = "django_htmx/htmx-2.min.js"
SCRIPT_VERSION = re.compile(r'version:"([0-9.]+)"')


def package_components() -> Mapping[str, Component]:
    """Return a component for each installed package, and for htmx, by name."""
    found = {name: _package(name, package) for name, package in packages_in_use().items()}
    return found | {script.name: script for script in _scripts()}


def depend(bom: Bom, packages: Mapping[str, Component]) -> None:
    """Write down which installed package needs which other."""
    for name, package in packages_in_use().items():
        needed = {packages[other] for other in _needed(package) if other in packages and other != name}
        bom.register_dependency(packages[name], needed)
    if "htmx.org" in packages:
        bom.register_dependency(packages["django-htmx"], [packages["htmx.org"]])


def _needed(package: Distribution) -> Iterator[str]:
    for stated in package.requires or ():
        requirement = Requirement(stated)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield str(canonicalize_name(requirement.name))


def _package(name: str, found: Distribution) -> Component:
    purl = PackageURL("pypi", None, name, found.version)
    installed = found.read_text("RECORD")  # its files, each with its sha256
    told = [Property(name=f"{PREFIX}record-sha256", value=sha256_hex(installed))] if installed else []
    return Component(
        name=name,
        version=found.version,
        purl=purl,
        bom_ref=str(purl),
        licenses=[DisjunctiveLicense(name=licence)] if (licence := _licence(found)) else [],
        properties=told,
    )


def _licence(found: Distribution) -> str:
    """Return the licence a package states in its metadata, empty where it states none or its whole text."""
    stated = [found.metadata[key].strip() for key in ("License-Expression", "License") if key in found.metadata]
    return next((licence for licence in stated if 0 < len(licence) <= LONGEST_LICENCE and "\n" not in licence), "")


def _scripts() -> Iterator[Component]:
    path = finders.find(SCRIPT)
    if not isinstance(path, str):
        return
    script = Path(path).read_bytes()
    told = SCRIPT_VERSION.search(script.decode())
    purl = PackageURL("npm", None, "htmx.org", told[1] if told else None)
    yield Component(
        name="htmx.org",
        version=purl.version,
        purl=purl,
        bom_ref=str(purl),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=sha256_hex(script))],
    )
