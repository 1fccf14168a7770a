"""What most tests start from."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection

from tests.world import World
from wutong.foundation.audit.guards import lower_guards
from wutong.foundation.audit.seals import digests_file

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    """Let test databases be emptied between tests; the trail's guards are raised where tested."""
    with django_db_blocker.unblock(), connection.schema_editor() as editor:  # type: ignore[attr-defined]
        lower_guards(editor)


@pytest.fixture(autouse=True)
def _no_published_digests() -> None:
    digests_file().unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Let no test read names that another's rolled back rows gave."""
    cache.clear()


@pytest.fixture
def world(db: None) -> World:
    return World()
