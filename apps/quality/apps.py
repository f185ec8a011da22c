from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "apps.quality"
    default_auto_field = "django.db.models.BigAutoField"
