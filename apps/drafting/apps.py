from django.apps import AppConfig


class DraftingConfig(AppConfig):
    name = "apps.drafting"
    default_auto_field = "django.db.models.BigAutoField"
