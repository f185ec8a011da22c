"""Production: real servers, HTTPS in front, and no default that could be forgotten."""

from django.core.exceptions import ImproperlyConfigured

from workbench.settings import env
from workbench.settings.base import *  # noqa: F403
from workbench.settings.base import CACHES, POSTGRES_SCHEMES, REDIS_SCHEMES

DEBUG = False
SHORTEST_KEY = 50
FEWEST_DIFFERENT_CHARACTERS = 10
YEAR_SECONDS = 365 * 24 * 60 * 60
FORGETFUL_CACHES = ("locmem", "dummy")


def _refuse_what_only_suits_a_demo() -> None:
    """Stop the boot with a sentence rather than run without protection."""
    if env.env_bool("DEBUG", False):
        raise ImproperlyConfigured("DEBUG is on. Its error pages show charts and settings; unset it in production.")
    if env.env_bool("WORKBENCH_PASSWORD_ALONE", False):
        raise ImproperlyConfigured(
            "WORKBENCH_PASSWORD_ALONE is for demos: a password would open charts by itself. Unset it in production."
        )
    # Asked for again, without a default: production never falls back to the embedded services.
    env.env_url("DATABASE_URL", schemes=POSTGRES_SCHEMES)
    env.env_url("REDIS_URL", schemes=REDIS_SCHEMES)
    if env.env_bool("WORKBENCH_OIDC_PLAIN", False) or env.env_str("WORKBENCH_OIDC_ISSUER", "").startswith("http:"):
        raise ImproperlyConfigured(
            "The identity provider would be asked over plain http. Give WORKBENCH_OIDC_ISSUER an https address, and "
            "unset WORKBENCH_OIDC_PLAIN."
        )
    if any(word in str(CACHES["default"]["BACKEND"]) for word in FORGETFUL_CACHES):
        raise ImproperlyConfigured("The cache forgets, so sign-in limits would not hold. Set REDIS_URL.")


def _is_a_placeholder(key: str) -> bool:
    return len(set(key)) < FEWEST_DIFFERENT_CHARACTERS or key.startswith(("django-insecure-", "test-only-", "change"))


def _secret_key() -> str:
    key = env.env_secret("SECRET_KEY")
    if len(key) < SHORTEST_KEY or _is_a_placeholder(key):
        raise ImproperlyConfigured(
            f"SECRET_KEY is a placeholder or shorter than {SHORTEST_KEY} characters. Make one with: "
            "python -c 'import secrets; print(secrets.token_urlsafe(64))'"
        )
    return key


def _allowed_hosts() -> list[str]:
    hosts = env.env_list("ALLOWED_HOSTS")
    if not hosts or "*" in hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name each host exactly, separated by commas; * is refused.")
    return hosts


_refuse_what_only_suits_a_demo()
SECRET_KEY = _secret_key()
# Asked for again, without a default: production never keeps its keys beside its data by chance.
WORKBENCH_KEY_PROVIDER = env.env_str("WORKBENCH_KEY_PROVIDER")
# Likewise who keeps the heads of the log; fewer than two stop the start (apps/audit/checks.py).
WORKBENCH_WITNESSES = env.env_list("WORKBENCH_WITNESSES")
# For a rotation: the new key in SECRET_KEY, the old one here until every old session has ended (K02).
SECRET_KEY_FALLBACKS = env.env_list("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = _allowed_hosts()

SECURE_SSL_REDIRECT = env.env_bool("SECURE_SSL_REDIRECT", True)
# Only when the proxy in front removes this header from what clients send.
if env.env_bool("TRUST_X_FORWARDED_PROTO", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The container's own health check speaks plain HTTP to it.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = YEAR_SECONDS
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# The prefix makes browsers refuse the cookie without HTTPS, from a subdomain, or for part of the site.
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
WORKBENCH_BROWSER_COOKIE = "__Host-browser"
