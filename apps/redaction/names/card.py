"""The card of the name finder: what it was made of and how good it is, for the list of parts (SBOM)."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

CARD = Path(__file__).parent / "card.json"


@lru_cache(maxsize=1)
def names_card() -> dict[str, Any]:
    """Return the card: name, version, licence, recipe, seed, corpus and weights digests, versions, scores."""
    card: dict[str, Any] = json.loads(CARD.read_text(encoding="utf-8"))
    return card


def weights_digest(folder: Path) -> dict[str, Any]:
    """Return the size in bytes of all files of the model, and the SHA-256 over their paths and contents in order."""
    digest, size = hashlib.sha256(), 0
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        content = path.read_bytes()
        size += len(content)
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode() + content)
    return {"sha256": digest.hexdigest(), "bytes": size}
