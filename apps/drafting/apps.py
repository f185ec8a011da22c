from django.apps import AppConfig


class DraftingConfig(AppConfig):
    name = "apps.drafting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from apps.drafting import checks  # noqa: F401 - registers itself
