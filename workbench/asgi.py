"""The ASGI entry point."""

import os

from django.core.asgi import get_asgi_application

from apps.core.silence import programs_stay_silent

programs_stay_silent()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings.dev")

application = get_asgi_application()
