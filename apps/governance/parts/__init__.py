"""The parts list (SBOM): packages, models with their cards, prompts, data files, the pages' script, this application.

CycloneDX 1.6 as JSON. The library writes it but for model cards, which it has no classes for: those are added to its
JSON, and a test holds the whole against the published schema.
"""

import json
from uuid import UUID, uuid5

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion

from apps.core.canonical import digest
from apps.governance.parts.files import file_components
from apps.governance.parts.models import model_card, model_components
from apps.governance.parts.packages import depend, package_components
from apps.governance.selectors.parts import code_in_use, model_cards

NAME = "clinician-review-workbench"
SERIAL = UUID("5f9f3e58-6f3b-4d53-9c43-5b1f0f3c2a10")  # names the space of our serial numbers


def parts_list() -> str:
    """Return the parts list of this process as CycloneDX JSON; the same parts give the same serial number."""
    version, sha256 = code_in_use()
    workbench = Component(
        name=NAME, version=version, type=ComponentType.APPLICATION, bom_ref=f"application:{NAME}@{version}",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=sha256)],
    )  # fmt: skip
    packages = package_components()
    cards = list(model_cards())
    others = [*model_components(cards), *file_components()]
    bom = Bom(components=[*packages.values(), *others])
    bom.metadata.component = workbench
    bom.register_dependency(workbench, bom.components)
    depend(bom, packages)
    written = json.loads(make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string())
    by_ref = {component["bom-ref"]: component for component in written["components"]}
    for card in cards:
        by_ref[f"model:{card['name']}@{card['version']}"]["modelCard"] = model_card(card)
    for component in written["components"]:
        if component["type"] == "data":
            component["data"] = [{"type": "dataset", "name": component["name"]}]
    told = digest([[it["name"], it.get("version", ""), it.get("hashes", [])] for it in written["components"]])
    written["serialNumber"] = uuid5(SERIAL, sha256 + told).urn
    return json.dumps(written, indent=2, ensure_ascii=False)
