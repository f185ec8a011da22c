"""What is asked before anything starts: whether sealed columns could be opened at all."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from apps.core.crypto.errors import KeyringError
from apps.core.crypto.keyring import read_ring
from apps.core.crypto.provider import HINT, key_provider, keyring_path


@register()
def key_provider_is_set(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Refuse to start without a key provider, or with a keyring that cannot be used. Vault itself is not asked."""
    try:
        key_provider()
    except ImproperlyConfigured as error:
        return [Error(str(error), hint=HINT, id="core.E001")]
    path = keyring_path()
    if path is None:
        return []
    try:
        read_ring(path)
    except OSError as error:
        sentence = f"The keyring {path} cannot be read ({error.strerror})."
        return [Error(sentence, hint="Make it with keys_init, or put your copy of it back.", id="core.E002")]
    except KeyringError as error:
        return [Error(f"The keyring {path} cannot be used. {error.sentence}", hint=HINT, id="core.E003")]
    return []
