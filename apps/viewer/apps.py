from django.apps import AppConfig


class ViewerConfig(AppConfig):
    name = "apps.viewer"
    default_auto_field = "django.db.models.BigAutoField"
