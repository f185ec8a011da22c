"""The model card as XML of the CHAI applied model card, version 0.2 (namespace and sequence of its published XSD)."""

import json
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from django.utils import timezone

from apps.governance.domain.card import NOT_AVAILABLE
from apps.governance.models import Release

NAMESPACE = "https://mc.chai.org/v0.2/schema.xsd"
METRICS = ("UsefulnessUsabilityEfficacy", "FairnessEquity", "SafetyReliability")

Said = Mapping[str, Any]


def card_xml(release: Release) -> bytes:
    """Return the card of a release as XML. What nobody said stands there as not available."""
    ET.register_namespace("", NAMESPACE)
    said, own = release.card.get("attributes", {}), release.card.get("chai", {})
    root = ET.Element(f"{{{NAMESPACE}}}AppliedModelCard")
    _write(root, "BasicInfo", {
        "ModelName": release.model_name,
        "ModelDeveloper": own.get("ModelDeveloper") or said.get("developer"),
        "DeveloperContact": said.get("developer"),
    })  # fmt: skip
    _write(root, "ReleaseInfo", {
        "ReleaseStage": own.get("ReleaseStage"),
        "ReleaseDate": f"{timezone.localtime(release.created_at):%Y-%m-%d}",
        "ReleaseVersion": release.digest,
        "GlobalAvailability": own.get("GlobalAvailability"),
        "RegulatoryApproval": own.get("RegulatoryApproval"),
    })  # fmt: skip
    summary = _write(root, "ModelSummary", {"Summary": said.get("output")})
    keywords = _add(summary, "Keywords")
    for keyword in own.get("Keywords", ()):
        _add(keywords, "Keyword", keyword)
    _uses(root, said, own)
    _ingredients(root, release, said, own)
    _metrics(root, release, said)
    _write(root, "Resources", {
        "EvaluationReferences": said.get("outcome_references"),
        "PeerReviewedPublications": own.get("PeerReviewedPublications"),
        "PatientConsentOrDisclosure": own.get("PatientConsentOrDisclosure"),
    })  # fmt: skip
    _add(root, "Bibliography")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _uses(root: ET.Element, said: Said, own: Said) -> None:
    _write(root, "UsesAndDirections", {
        "IntendedUseAndWorkflow": said.get("intended_use"),
        "PrimaryIntendedUsers": said.get("users"),
        "HowToUse": own.get("HowToUse"),
        "TargetedPatientPopulation": said.get("populations"),
        "CautionedOutOfScopeSettings": said.get("out_of_scope"),
    })  # fmt: skip
    _write(root, "Warnings", {
        "KnownRisksAndLimitations": said.get("known_risks"),
        "KnownBiasesOrEthicalConsiderations": said.get("bias_management"),
        "ClinicalRiskLevel": own.get("ClinicalRiskLevel"),
    })  # fmt: skip


def _ingredients(root: ET.Element, release: Release, said: Said, own: Said) -> None:
    ingredients = _add(root, "TrustIngredients")
    _write(ingredients, "AISystemFacts", {
        "OutcomesAndOutputs": said.get("output_type"),
        "ModelType": own.get("ModelType"),
        "InputDataSource": said.get("input_features"),
        "OutputAndInputDataTypes": said.get("output"),
        "DevelopmentDataCharacterization": said.get("training_criteria"),
        "BiasMitigationApproaches": said.get("fairness_approach"),
        "OngoingMaintenance": said.get("update_process"),
    })  # fmt: skip
    _write(ingredients, "TransparencyInformation", {
        "FundingSource": said.get("funding"),
        "ThirdPartyInformation": release.engine,
        "StakeholdersConsulted": own.get("StakeholdersConsulted"),
    })  # fmt: skip


def _metrics(root: ET.Element, release: Release, said: Said) -> None:
    metrics = _add(root, "KeyMetrics")
    keys = ("validity_internal", "fairness_internal", "validity_monitoring")
    for name, key in zip(METRICS, keys, strict=True):
        metric = _write(metrics, name, {"MetricGoal": None})
        results = _add(metric, "Results")
        of_it = [row for row in release.card.get("measures", ()) if row.get("chai", METRICS[0]) == name]
        for row in of_it or [{"label": NOT_AVAILABLE, "value": None, "unit": ""}]:
            value = {"kind": "single", "value": row["value"], "unit": row.get("unit", "")}
            _write(results, "MetricResult", {"Label": row["label"], "ValueJson": json.dumps(value)})
        for rest in ("Interpretation", "TestType", "TestingDataDescription", "ValidationProcessAndJustification"):
            _add(metric, rest, (said.get(key) if rest == "Interpretation" else None) or NOT_AVAILABLE)


def _write(parent: ET.Element, name: str, texts: Mapping[str, str | None]) -> ET.Element:
    element = _add(parent, name)
    for child, text in texts.items():
        _add(element, child, text or NOT_AVAILABLE)
    return element


def _add(parent: ET.Element, name: str, text: str = "") -> ET.Element:
    element = ET.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    element.text = text
    return element
