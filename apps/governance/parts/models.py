"""Models: those whose cards come with the code, those a person registered, and what a card says in CycloneDX."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense

from apps.governance.parts.facts import PREFIX, facts_of
from apps.governance.selectors.models import registered_models
from apps.governance.selectors.parts import Card


def model_components(cards: Iterable[Card]) -> Iterator[Component]:
    """Yield a component for each model of a card, and for each registered file."""
    for card in cards:
        yield _model(card["name"], card["version"], card["weights"]["sha256"], card["licence"], card)
    for model in registered_models():
        yield _model(model.name, model.sha256[:12], model.sha256, model.licence, model.card)


def _model(name: str, version: str, sha256: str, licence: str, card: Card) -> Component:
    return Component(
        name=name,
        version=version,
        type=ComponentType.MACHINE_LEARNING_MODEL,
        bom_ref=f"model:{name}@{version}",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=sha256)],
        licenses=[DisjunctiveLicense(name=licence)],
        properties=[Property(name=PREFIX + key, value=value) for key, value in facts_of(card)],
    )


def model_card(card: Card) -> dict[str, Any]:
    """Return a card as the modelCard of CycloneDX 1.6: how it was made, how good it is with intervals, its limits."""
    parameters: dict[str, Any] = {"task": card.get("task", "not stated")}
    if "architecture" in card:
        parameters["modelArchitecture"] = card["architecture"]
    if "approach" in card:
        parameters["approach"] = {"type": card["approach"]}
    parameters["datasets"] = [{"type": "dataset", "name": "training text", "description": card["recipe"]}]
    return {
        "modelParameters": parameters,
        "quantitativeAnalysis": {"performanceMetrics": list(_metrics(card.get("scores", {})))},
        "considerations": {
            "users": list(card.get("users", ())),
            "useCases": list(card.get("use_cases", ())),
            "technicalLimitations": list(card.get("limitations", ())),
        },
    }


def _metrics(scores: Mapping[str, Any], part: str = "") -> Iterator[dict[str, Any]]:
    """Yield each share with its interval: {"PERSON": {"recall": {"of", "share", "low", "high"}}}."""
    for name, score in scores.items():
        if "share" not in score:
            yield from _metrics(score, name)
            continue
        yield {
            "type": name,
            "value": str(score["share"]),
            "slice": f"{part}, n = {score['of']}" if part else f"n = {score['of']}",
            "confidenceInterval": {"lowerBound": str(score["low"]), "upperBound": str(score["high"])},
        }
