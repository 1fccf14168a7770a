"""A quarter, and signing in to look at it."""

from __future__ import annotations

import pytest

from tests.bulletins.quarter import Quarter
from tests.desk.conftest import signed_in
from tests.world import World

__all__ = ["signed_in"]


@pytest.fixture
def quarter(world: World) -> Quarter:
    return Quarter(world)
