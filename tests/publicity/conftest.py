"""Signing in, and packaged projects, as the projects' own tests have them."""

from __future__ import annotations

import pytest

from tests.desk.conftest import signed_in
from tests.projects.packaged import Packaged
from tests.world import World

__all__ = ["packaged", "signed_in"]


@pytest.fixture
def packaged(world: World) -> Packaged:
    return Packaged(world)
