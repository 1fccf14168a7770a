"""The trail (留痕): written freely, sealed in order, and what was tampered with shows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from tests.world import World
from wutong.attract.firms.operations import firms
from wutong.foundation.audit.guards import lower_guards, raise_guards
from wutong.foundation.audit.models import Seal, Trail
from wutong.foundation.audit.seals import digests_file, publish_digest, seal_pending, verify


@pytest.fixture
def rows(world: World) -> list[Trail]:
    for number in range(4):
        world.a_firm(f"某某科技{number}有限公司")
    seal_pending()
    return list(Trail.objects.order_by("pk"))


def tamper(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_an_untouched_trail_is_sound(rows: list[Trail]) -> None:
    verdict = verify()
    assert (verdict.sound, verdict.rows, verdict.sealed) == (True, len(rows), len(rows))


def test_an_empty_trail_is_sound(db: None) -> None:
    assert verify().sound


def test_the_trail_says_who_what_and_which_fields(world: World) -> None:
    firm = world.a_firm("某某科技有限公司")

    firms.amend(firm, city="兰州市", actor=world.clerk)

    trail = Trail.objects.latest("pk")
    assert (trail.action, trail.actor, trail.subject) == ("firms.firm_amended", world.clerk, firm)
    assert trail.changes == {"city": ["", "兰州市"]}


@pytest.mark.parametrize(
    ("column", "value"),
    [("action", "funds.verified"), ("note", "补记"), ("key", 7), ("at", "2020-01-01 00:00:00+00")],
)
def test_a_changed_row_shows(rows: list[Trail], column: str, value: Any) -> None:
    tamper(f"UPDATE audit_trail SET {column} = %s WHERE id = %s", value, rows[1].pk)
    assert not verify().sound
    assert str(rows[1].pk) in verify().first_break


def test_a_changed_actor_shows(world: World, rows: list[Trail]) -> None:
    tamper("UPDATE audit_trail SET actor_id = %s WHERE id = %s", world.stranger.pk, rows[1].pk)
    assert "与链印不符" in verify().first_break


def test_a_removed_row_shows(rows: list[Trail]) -> None:
    tamper("DELETE FROM audit_seal WHERE trail_id = %s", rows[1].pk)
    tamper("DELETE FROM audit_trail WHERE id = %s", rows[1].pk)
    assert "缺失" in verify().first_break


def test_a_row_sealed_anew_without_the_key_shows(rows: list[Trail], settings: Any) -> None:
    settings.TRAIL_KEY = "not the key"
    tamper("DELETE FROM audit_seal")
    seal_pending()
    settings.TRAIL_KEY = "the key"
    assert not verify().sound


def test_a_cut_tail_shows_against_the_published_digest(rows: list[Trail]) -> None:
    publish_digest()
    last = Seal.objects.latest("position")
    tamper("DELETE FROM audit_seal WHERE position = %s", last.position)
    tamper("DELETE FROM audit_trail WHERE id = %s", last.trail_id)

    assert "尾部被截断" in verify().first_break
    assert digests_file().exists()


@pytest.mark.parametrize("table", ["audit_trail", "audit_seal"])
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
def test_the_database_itself_refuses_to_change_or_remove_a_row(
    rows: list[Trail], table: str, verb: str
) -> None:
    column = "note" if table == "audit_trail" else "digest"
    sql = {"UPDATE": f"UPDATE {table} SET {column} = ''", "DELETE": f"DELETE FROM {table}"}[verb]
    seal_pending()
    raise_guards_now()
    try:
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
            tamper(sql)
    finally:
        lower_guards_now()
    assert verify().sound


def raise_guards_now() -> None:
    raise_guards(Executing())


def lower_guards_now() -> None:
    lower_guards(Executing())


class Executing:
    """As a schema editor, inside the test's own transaction."""

    connection = connection

    def execute(self, sql: str) -> None:
        tamper(sql.replace("%", "%%"))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_eight_writers_at_once_lose_nothing_and_the_chain_never_forks() -> None:
    world = World()

    def write(number: int) -> None:
        try:
            for turn in range(5):
                firms.record(name=f"企业{number}-{turn}有限公司", actor=world.clerk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))

    verdict = verify()
    assert verdict.sound
    assert Trail.objects.filter(action="firms.firm_recorded").count() == 40
    assert verdict.rows == verdict.sealed
