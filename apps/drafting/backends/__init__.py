"""The inference backends. Which one drafts is decided here, in one place."""

from functools import lru_cache

from django.conf import settings

from apps.drafting.backends.configuration import Extractive, LlamaCpp, configuration_of
from apps.drafting.backends.extractive import ExtractiveBackend
from apps.drafting.interface import InferenceBackend


def backend_in_use() -> InferenceBackend:
    """Return the backend that drafts now, as WORKBENCH_INFERENCE names it: one for each process, made once.

    Raises ConfigurationError for a setting that names none.
    """
    return _backend_of(settings.WORKBENCH_INFERENCE, tuple(settings.WORKBENCH_PERIMETER))


@lru_cache(maxsize=1)
def _backend_of(setting: str, perimeter: tuple[str, ...]) -> InferenceBackend:
    configuration = configuration_of(setting, perimeter)
    if isinstance(configuration, Extractive):
        return ExtractiveBackend()
    if isinstance(configuration, LlamaCpp):
        from apps.drafting.backends.llama_cpp import LlamaCppBackend

        return LlamaCppBackend(
            settings.WORKBENCH_MODELS_DIR / configuration.file,
            context=configuration.context,
            gpu_layers=configuration.gpu_layers,
            threads=configuration.threads,
            seed=configuration.seed,
            temperature=configuration.temperature,
        )
    from apps.drafting.backends.openai_compatible import OpenAICompatibleBackend

    return OpenAICompatibleBackend(configuration)
