"""The data contract that is in force, read once from its files."""

from functools import cache
from pathlib import Path

from apps.redaction.domain.contract import Contract, read_contract

FOLDER = Path(__file__).parent / "data" / "v1"


@cache
def data_contract() -> Contract:
    """Return the contract in force. Raises ContractFault, with a sentence for each thing that is wrong with it."""
    return read_contract({path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in FOLDER.rglob("*.yaml")})
