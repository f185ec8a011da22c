"""The pattern layer, built once per process when it is first needed."""

from dataclasses import replace
from functools import lru_cache
from itertools import chain

from apps.redaction.domain.detection import Detection
from apps.redaction.domain.kinds import BoundaryPolicy, IdentifierKind, Layer
from apps.redaction.patterns.ages import age_shapes
from apps.redaction.patterns.codes import code_shapes
from apps.redaction.patterns.contacts import contact_shapes
from apps.redaction.patterns.dates import date_shapes
from apps.redaction.patterns.firms import firm_shapes
from apps.redaction.patterns.numbers import number_shapes
from apps.redaction.patterns.people import people_shapes
from apps.redaction.patterns.places import place_shapes
from apps.redaction.patterns.recognizer import Glance, Shape, ShapeSet
from apps.redaction.patterns.runs import runs_find
from apps.redaction.patterns.shouted import shouted_shapes
from apps.redaction.patterns.stock import stock_find


@lru_cache(maxsize=1)
def all_shapes() -> tuple[Shape, ...]:
    """Return every shape of the layer."""
    makers = (
        people_shapes,
        shouted_shapes,
        number_shapes,
        code_shapes,
        contact_shapes,
        date_shapes,
        age_shapes,
        place_shapes,
        firm_shapes,
    )
    return tuple(chain.from_iterable(make() for make in makers))


@lru_cache(maxsize=1)
def _every_shape() -> ShapeSet:
    return ShapeSet(all_shapes())


@lru_cache(maxsize=1)
def _certain_shapes() -> ShapeSet:
    """Return the shapes that need no context: what they match is an identifier wherever it stands."""
    sure = {
        IdentifierKind.SSN,
        IdentifierKind.EMAIL,
        IdentifierKind.URL,
        IdentifierKind.CARD,
        IdentifierKind.IP_ADDRESS,
    }
    return ShapeSet(one for one in all_shapes() if one.kind in sure)


def certain_find(text: str, policy: BoundaryPolicy) -> list[Detection]:
    """Return what certain shapes still match in a text from which the layers have taken what they found."""
    return [replace(one, layer=Layer.SCAN) for one in _certain_shapes().find(Glance.of(text), policy)]


def patterns_find(text: str, policy: BoundaryPolicy = BoundaryPolicy.LOCAL) -> list[Detection]:
    """Return every identifier that its shape or surroundings give away. Overlaps are left for ``settle``."""
    if not text.strip():
        return []
    glance = Glance.of(text)
    return [*_every_shape().find(glance, policy), *runs_find(text), *stock_find(glance)]
