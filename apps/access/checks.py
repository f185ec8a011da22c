"""What is asked before anything starts: whether the identity provider at which people sign can be used."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

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
