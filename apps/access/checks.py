"""What is asked before anything starts: whether the identity provider can be used, and whether the door is shut."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

from apps.access.provider.configuration import ProviderWrong, provider

HINT = "workbench/settings/README.md says what each setting is. Without WORKBENCH_OIDC_ISSUER that way is not offered."


@register()
def provider_is_configured(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Refuse to start with settings of an identity provider that are not exactly right. It is not asked itself."""
    try:
        provider()
    except ProviderWrong as error:
        return [Error(error.sentence, hint=HINT, id="access.E001")]
    return []


PROXY = (
    "A reverse proxy is trusted to say how it was asked (TRUST_X_FORWARDED_PROTO), and TRUSTED_PROXY_COUNT is 0: all "
    "people share one limit at sign-in, so that one guesser locks everybody out."
)
ALONE = "WORKBENCH_PASSWORD_ALONE lets a password open charts by itself, and this is no demo."


BOTH = (
    "WORKBENCH_SIGNERS_NEED_KEY asks who signs for a security key, and WORKBENCH_PASSWORD_ALONE lets a password do "
    "without one."
)


@register(Tags.security, deploy=True)
def proxies_are_counted(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Warn where sign-in limits could not tell people apart (S21)."""
    if settings.SECURE_PROXY_SSL_HEADER and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return [
            checks.Warning(PROXY, hint="Set TRUSTED_PROXY_COUNT to the number of proxies in front.", id="access.W001")
        ]
    return []


@register()
def password_is_not_enough(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Refuse to start where a password alone would open more than fictional charts."""
    if settings.WORKBENCH_PASSWORD_ALONE and not settings.WORKBENCH_DEMO:
        return [Error(ALONE, hint="Unset it; only the demo and the tests may say so.", id="access.E002")]
    return []


@register()
def keys_are_asked_for(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Refuse to start where a demand that was made would be passed over in silence (S02)."""
    if settings.WORKBENCH_SIGNERS_NEED_KEY and settings.WORKBENCH_PASSWORD_ALONE:
        return [Error(BOTH, hint="Set WORKBENCH_PASSWORD_ALONE=0, or unset the other.", id="access.E003")]
    return []
