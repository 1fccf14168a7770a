"""The same visit, and the same new firm, sent at the same moment from two phones."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from tests.funds.test_at_once import at_once
from tests.world import World
from wutong.attract.firms.models import Firm
from wutong.attract.outreach.models import Interaction
from wutong.attract.outreach.operations.visits import Visit, keep_photo, log_visit
from wutong.foundation.files.models import File
from wutong.people.models import Official

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture(autouse=True)
def _needs_postgres(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time")


def test_one_key_sent_by_two_pages_is_one_visit(world: World) -> None:
    for turn in range(5):
        key = uuid4()

        def send(key: UUID = key, turn: int = turn) -> tuple[Interaction, bool]:
            return log_visit(a_visit(world, key, f"第{turn}有限公司"), actor=world.recorder)

        outcomes = at_once(send, send, send)

        assert sorted(is_new for _, is_new in outcomes) == [False, False, True]
        assert len({interaction.pk for interaction, _ in outcomes}) == 1
        assert Interaction.history.filter(client_key=key).count() == 1


def test_two_phones_that_meet_one_new_firm_record_it_once(world: World) -> None:
    for turn in range(5):
        name = f"第{turn}有限公司"

        def send(official: Official, name: str = name) -> Any:
            return log_visit(a_visit(world, uuid4(), name), actor=official)

        outcomes = at_once(lambda: send(world.recorder), lambda: send(world.clerk))

        assert [is_new for _, is_new in outcomes] == [True, True]
        assert Firm.history.filter(name=name).count() == 1


def test_one_photo_sent_twice_at_once_is_kept_once(world: World) -> None:
    visit = a_visit(world, uuid4(), "甲有限公司")
    interaction, _ = log_visit(visit, actor=world.recorder)
    paper = world.a_paper("门口")

    def send() -> Any:
        return keep_photo(interaction, received=paper, actor=world.recorder)

    assert sorted(is_new for _, is_new in at_once(send, send)) == [False, True]
    assert File.objects.of(interaction).count() == 1


def a_visit(world: World, key: UUID, firm: str) -> Visit:
    return Visit(
        client_key=key,
        digest="0" * 64,
        unit=world.qingshi,
        met_on=date(2023, 3, 2),
        kind="visit",
        firm_name=firm,
    )
