"""Model files: which are registered, and which this process would load."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from apps.governance.domain.rooms import ModelFile
from apps.governance.models import RegisteredModel


def registered_models() -> QuerySet[RegisteredModel]:
    """Return the registered model files with who answers for them, newest first."""
    return RegisteredModel.objects.select_related("registered_by").order_by("-created_at", "-pk")


def registered_sha256s() -> set[str]:
    """Return the sha256 of every registered model file."""
    return set(RegisteredModel.objects.values_list("sha256", flat=True))


def model_files() -> list[ModelFile]:
    """Return the files of the models that the rooms above would load, as the settings name them."""
    return [file for path in settings.WORKBENCH_MODEL_FILES for file in import_string(path)()]
