"""Finding what rooms offer without knowing the rooms: the kernel looks into modules of an agreed name."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps


def modules_named(name: str) -> Iterator[tuple[str, ModuleType]]:
    """Yield each room that has a module of that name, such as "domain.status", with the module, in a fixed order."""
    for config in sorted(apps.get_app_configs(), key=lambda config: config.name):
        if config.name.startswith("apps.") and _exists(config.name, name):
            yield config.name.removeprefix("apps."), import_module(f"{config.name}.{name}")


def _exists(package: str, name: str) -> bool:
    parent, _, _ = f"{package}.{name}".rpartition(".")
    return find_spec(parent) is not None and find_spec(f"{package}.{name}") is not None
