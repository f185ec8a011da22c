"""What is asked before anything starts: whether the setting names a model that can be used."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from apps.drafting.backends.configuration import (
    SETTING,
    ConfigurationError,
    LlamaCpp,
    OpenAICompatible,
    configuration_of,
)

HINT = "workbench/settings/README.md lists what it takes. Without it, drafts are composed without a language model."


@register()
def inference_is_configured(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Refuse to start with a setting that is not exactly right, or that names a file which is not there."""
    try:
        configuration = configuration_of(settings.WORKBENCH_INFERENCE, settings.WORKBENCH_PERIMETER)
    except ConfigurationError as error:
        return [Error(error.sentence, hint=HINT, id="drafting.E001")]
    if isinstance(configuration, LlamaCpp) and not (settings.WORKBENCH_MODELS_DIR / configuration.file).is_file():
        sentence = f"{SETTING} names the model file {configuration.file}, which is not in WORKBENCH_MODELS_DIR."
        return [Error(sentence, hint=HINT, id="drafting.E002")]
    if isinstance(configuration, OpenAICompatible):
        files = (configuration.key_file, configuration.ca_file, configuration.client_file)
        return [fault for name in files if name for fault in _file_faults(Path(name))]
    return []


def _file_faults(path: Path) -> list[CheckMessage]:
    try:
        empty = not path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return [Error(f"{SETTING}: the file {path} cannot be read.", hint=HINT, id="drafting.E003")]
    return [Error(f"{SETTING}: the file {path} is empty.", hint=HINT, id="drafting.E003")] if empty else []
