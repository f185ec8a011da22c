"""The identity provider of this installation: one, or none. What the settings say of it is right, or refused."""

from django.conf import settings

from apps.access.domain.oidc import Provider, is_safe_address
from apps.access.domain.roles import ROLES
from apps.access.errors import AccessError

LONGEST_ISSUER = 253  # it stands where other factors name their host
LONGEST_NAME = 60


class ProviderWrong(AccessError):
    """The settings of the identity provider cannot be used; the sentence says which."""


def provider() -> Provider | None:
    """Return the provider that the settings name, or None without one. Raises ProviderWrong."""
    if not settings.WORKBENCH_OIDC_ISSUER:
        if settings.WORKBENCH_OIDC_ONLY:
            raise ProviderWrong("WORKBENCH_OIDC_ONLY is set without WORKBENCH_OIDC_ISSUER: there is no other way in.")
        if settings.WORKBENCH_OIDC_CLIENT_ID:
            raise ProviderWrong("WORKBENCH_OIDC_CLIENT_ID is set and WORKBENCH_OIDC_ISSUER is not. Set both, or none.")
        return None
    found = Provider(
        issuer=settings.WORKBENCH_OIDC_ISSUER, client_id=settings.WORKBENCH_OIDC_CLIENT_ID,
        name=settings.WORKBENCH_OIDC_NAME, acr=tuple(settings.WORKBENCH_OIDC_ACR),
        amr=tuple(frozenset(way.split("+")) for way in settings.WORKBENCH_OIDC_AMR),
        roles=tuple(_pair(row) for row in settings.WORKBENCH_OIDC_ROLES), groups=settings.WORKBENCH_OIDC_GROUPS,
        scope=settings.WORKBENCH_OIDC_SCOPE, is_plain=settings.WORKBENCH_OIDC_PLAIN,
        secret=settings.WORKBENCH_OIDC_CLIENT_SECRET,
    )  # fmt: skip
    if sentence := _why_not(found):
        raise ProviderWrong(sentence)
    return found


def _pair(row: str) -> tuple[str, str]:
    group, _, role = row.rpartition("=")
    return group.strip(), role.strip()


def provider_name() -> str:
    """Return what people call the provider."""
    return str(settings.WORKBENCH_OIDC_NAME)


ROLES_WRONG = (
    "WORKBENCH_OIDC_ROLES looks like doctors=physician,nurses=nurse: a group of the provider, =, and a role of this "
    f"workbench, which are: {', '.join(role for role in ROLES if role != 'integration')}."
)
ISSUER = (
    "WORKBENCH_OIDC_ISSUER looks like https://HOST/path, exactly as the provider spells it, without a name, a key, ? "
    "or #. Plain http is for this machine alone, and only with WORKBENCH_OIDC_PLAIN=1."
)
ACR = (
    "WORKBENCH_OIDC_ACR is not set. Name the acr values with which the provider says that somebody showed two factors, "
    "separated by commas: a sign-in without one of them signs nothing."
)


def _why_not(found: Provider) -> str:
    bounds = (
        (is_safe_address(found.issuer, plain=found.is_plain) and "?" not in found.issuer, ISSUER),
        (len(found.issuer) <= LONGEST_ISSUER, f"WORKBENCH_OIDC_ISSUER is longer than {LONGEST_ISSUER} characters."),
        (bool(found.client_id), "WORKBENCH_OIDC_CLIENT_ID is not set: the provider gives it to this application."),
        (bool(found.acr), ACR),
        (all(group and role in ROLES and role != "integration" for group, role in found.roles), ROLES_WRONG),
        ("openid" in found.scope.split(), "WORKBENCH_OIDC_SCOPE names scopes with blanks between, openid among them."),
        (
            all(all(way) for way in found.amr),
            "WORKBENCH_OIDC_AMR names methods, as mfa,pwd+otp: any of them, or all that a + joins.",
        ),
        (
            0 < len(found.name) <= LONGEST_NAME and found.name.isprintable(),
            f"WORKBENCH_OIDC_NAME is what people call the provider, in 1 to {LONGEST_NAME} characters.",
        ),
    )
    return next((sentence for holds, sentence in bounds if not holds), "")
