"""The keyring of this clone: made once, readable by its owner only. Who loses it loses every chart."""

from apps.core.crypto.keyring import ensure_ring
from workbench.embedded.paths import Folder


def make_keyring_if_missing(folder: Folder, provider: str) -> None:
    """Make the keyring in the folder, unless the settings name another provider or another file."""
    if provider == f"file:{folder.keyring}" and not folder.keyring.exists():
        folder.prepare()
        ensure_ring(folder.keyring)
