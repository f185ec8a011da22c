"""A signature that is shown at the identity provider: led there with the act that is to be signed, and back with it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apps.access.domain.away import Away
from apps.access.domain.factors import Factor, SigningAct, Site
from apps.access.services import provider_begin, provider_unused
from apps.core.actors import Actor
from apps.core.errors import NotAllowed, WorkbenchError
from apps.review import services
from apps.review.selectors.rules import rules_of
from apps.review.services.decisions import Judgement
from apps.review.services.second import second_act

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.review.selectors.accessed import AccessedDraft


@dataclass(frozen=True, slots=True)
class Leaving:
    """Where the person's browser is, and at which address of ours the provider may end."""

    site: Site
    redirect_uri: str


def draft_sign_away(
    *, draft: "AccessedDraft", judgement: Judgement, meaning: str, header: Mapping[str, str], leaving: Leaving,
    person: "Person", actor: Actor,
) -> Away:  # fmt: skip
    """Return where the person signs in anew for this record, in this meaning.

    What keeps the draft from being signed is said first: nobody is led away for nothing. Raises what
    ``services.signing_act`` and ``provider_begin`` raise.
    """
    _check_provider_signs(draft)
    services.spot_check_require(draft=draft, person=person, actor=actor)
    act = services.signing_act(
        draft=draft, judgement=judgement, meaning=meaning, header=header, person=person, actor=actor
    )
    return _begin(act, leaving, person, actor)


def draft_second_away(
    *, draft: "AccessedDraft", seen_sha256: str, meaning: str, leaving: Leaving, person: "Person", actor: Actor
) -> Away:
    """Return where the second signer signs in anew. Raises as ``draft_sign_away`` does."""
    _check_provider_signs(draft)
    act = second_act(draft=draft, seen_sha256=seen_sha256, meaning=meaning, person=person)
    return _begin(act, leaving, person, actor)


def draft_amend_away(
    *, draft: "AccessedDraft", correction: services.Correction, leaving: Leaving, person: "Person", actor: Actor
) -> Away:
    """Return where an addendum's signer signs in anew. Raises as ``draft_sign_away`` does."""
    _check_provider_signs(draft)
    act = services.amend_act(draft=draft, correction=correction, person=person, actor=actor)
    return _begin(act, leaving, person, actor)


@contextmanager
def brought_back(asked: str, person: "Person", actor: Actor) -> Iterator[None]:
    """Record of an answer that came back to an act which cannot be done any more that nothing took it."""
    try:
        yield
    except WorkbenchError:
        provider_unused(person=person, asked_id=asked, actor=actor)
        raise


def _begin(act: SigningAct, leaving: Leaving, person: "Person", actor: Actor) -> Away:
    return provider_begin(person=person, act=act, site=leaving.site, redirect_uri=leaving.redirect_uri, actor=actor)


def _check_provider_signs(draft: "AccessedDraft") -> None:
    if Factor.OIDC not in rules_of(draft.organization_id).step_up:
        raise NotAllowed("Your organization does not let a sign-in at the identity provider sign.")
