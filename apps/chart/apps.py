from django.apps import AppConfig


class ChartConfig(AppConfig):
    name = "apps.chart"
    default_auto_field = "django.db.models.BigAutoField"
