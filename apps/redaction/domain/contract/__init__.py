"""The data contract: which field holds which class of PHI, and what happens to it at the wall. Pure."""

from apps.redaction.domain.contract.contract import Contract, Field, Part
from apps.redaction.domain.contract.reading import RESOURCES, read_contract
from apps.redaction.domain.contract.terms import Action, ContractFault, Format, PhiClass, Rule

__all__ = [
    "RESOURCES", "Action", "Contract", "ContractFault", "Field", "Format", "Part", "PhiClass", "Rule", "read_contract",
]  # fmt: skip
