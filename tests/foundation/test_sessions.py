"""Sessions cost a write now and then, and a page never waits for who writes at length."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.world import World
from wutong.foundation import sessions
from wutong.foundation.imports.models import Synonym

PAGE = "/imports/words/"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def signed_in(world: World) -> Client:
    client = Client(headers={"host": "127.0.0.1", "referer": f"http://127.0.0.1{PAGE}"})
    client.force_login(world.clerk, backend=BACKEND)
    return client


def writes(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(PAGE).status_code == 200
    told = (query["sql"] for query in queries)
    return sum("django_session" in sql and sql.startswith("UPDATE") for sql in told)


def test_a_page_writes_no_session_until_it_is_time_to_prolong_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(world)
    client.get(PAGE)
    assert writes(client) == 0

    monkeypatch.setattr(sessions, "PROLONG_AFTER", 0)
    before = Session.objects.get().expire_date
    assert writes(client) == 1
    assert Session.objects.get().expire_date > before


@pytest.fixture
def busy(transactional_db: None) -> Iterator[Client]:
    """An official's browser while an import, in a connection of its own, holds the database."""
    if connection.vendor != "sqlite":
        pytest.skip("writers exclude each other on SQLite alone")
    client = signed_in(World())
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield client
        other.execute("ROLLBACK")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_pages_are_served_while_an_import_writes(
    busy: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "PROLONG_AFTER", 0)
    began = time.monotonic()

    assert busy.get(PAGE).status_code == 200

    assert time.monotonic() - began < 15  # a write would have waited for half a minute


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_cannot_be_saved_meanwhile_is_told_in_words(busy: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 100")
    given = {
        "topic": "header",
        "kind": "projects",
        "meaning": "projects.amount",
        "word": "谈妥的数",
    }

    busy.post(PAGE, given)

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 30000")
    assert "系统正在写入一批台账，暂时不能保存" in busy.get(PAGE).content.decode()
    assert not Synonym.objects.exists()
