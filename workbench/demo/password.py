"""The one password of the demo's people: made for this clone, so that no two demos share it."""

import secrets

from workbench.embedded.paths import Folder

WORDS = (
    "amber", "anchor", "birch", "cedar", "clover", "copper", "delta", "ember", "fern", "garnet", "harbor", "hazel",
    "indigo", "juniper", "lantern", "linen", "maple", "meadow", "nectar", "orchard", "pebble", "quartz", "river",
    "saffron", "sparrow", "thistle", "umber", "velvet", "walnut", "willow", "yarrow", "zephyr",
)  # fmt: skip


def read_or_make_password(folder: Folder) -> str:
    """Return the password in the folder; the first call makes it."""
    path = folder.root / "demo_password"
    if not path.exists():
        folder.prepare()
        path.touch(mode=0o600)
        words = secrets.SystemRandom().sample(WORDS, 4)
        path.write_text(f"{'-'.join(words)}-{secrets.randbelow(90) + 10}\n", encoding="ascii")
    return path.read_text(encoding="ascii").strip()
