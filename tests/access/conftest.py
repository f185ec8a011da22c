"""The house of the matrix and of the attacks: a patient of every kind, a person of every role, made once in a run."""

from typing import Any

import pytest

from tests.access.everything import House, make_house
from tests.kept import Kept, keep


@pytest.fixture(scope="session")
def kept_house(django_db_setup: None, django_db_blocker: Any) -> Kept[House]:
    with django_db_blocker.unblock():
        return keep(make_house)


@pytest.fixture
def house(kept_house: Kept[House], db: None) -> House:
    return kept_house.put_back({})
