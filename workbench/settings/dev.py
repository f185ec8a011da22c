"""The embedded default: this machine only, no HTTPS in front, everything else as in production."""

from workbench.embedded.keyring import make_keyring_if_missing
from workbench.embedded.secret_key import read_or_make_secret_key
from workbench.settings.base import *  # noqa: F403
from workbench.settings.base import BASE_DIR, DATABASE_URL, EMBEDDED, WORKBENCH_KEY_PROVIDER
from workbench.settings.env import env_bool, env_secret, env_str

WORKBENCH_DEMO = True
# The demo opens with two clicks and one password, and says so on every page; 0 shows it as production is.
WORKBENCH_PASSWORD_ALONE = env_bool("WORKBENCH_PASSWORD_ALONE", True)
WORKBENCH_METRICS_ON_LOOPBACK = True
TIME_ZONE = env_str("WORKBENCH_TIME_ZONE", "America/Chicago")  # where the fictional clinics are
DEBUG = env_bool("DEBUG", False)
SECRET_KEY = env_secret("SECRET_KEY", "") or read_or_make_secret_key(EMBEDDED)
make_keyring_if_missing(EMBEDDED, WORKBENCH_KEY_PROVIDER, DATABASE_URL.text)

# Files of the pages are served as they lie in the working tree; nothing has to be collected first.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = EMBEDDED.root / "mail"
STATICFILES_DIRS = [BASE_DIR / "static"]
