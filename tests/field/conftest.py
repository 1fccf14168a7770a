"""A station team on the road: 青石镇's `ma` in Shenzhen, with a phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.world import World
from wutong.attract.outreach.models import Station, Trip
from wutong.attract.outreach.operations import stations, trips
from wutong.people.models import Official


@dataclass
class Phone:
    """The phone of an official who has signed in."""

    official: Official
    client: Client

    def me(self) -> dict[str, Any]:
        told: dict[str, Any] = self.client.get("/field/me/").json()
        return told

    def sends(self, **facts: Any) -> Any:
        """Send a visit, of today and under a key of its own unless they are given."""
        given = {
            "client_key": str(uuid4()),
            "met_on": timezone.localdate().isoformat(),
            "kind": "visit",
            "firm_name": "深圳某某电子有限公司",
            **facts,
        }
        return self.posts("/field/visits/", given)

    def posts(self, address: str, given: Any, **headers: str) -> Any:
        whose = {"X-Field-Official": str(self.official.pk), **headers}
        return self.client.post(address, given, content_type="application/json", headers=whose)


def phone_of(official: Official) -> Phone:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(official, backend="django.contrib.auth.backends.ModelBackend")
    return Phone(official, client)


@pytest.fixture
def phone(world: World) -> Phone:
    return phone_of(world.recorder)


@pytest.fixture
def station(world: World) -> Station:
    """A tour of duty of 青石镇 in Shenzhen that runs today."""
    today = timezone.localdate()
    found: Station = stations.record(
        actor=world.machine,
        year=today.year,
        number=1,
        place="深圳市",
        province="广东省",
        team="第一小分队",
        starts_on=today - timedelta(days=5),
        ends_on=today + timedelta(days=40),
        lead_unit=world.qingshi,
    )
    return found


@pytest.fixture
def trip(world: World) -> Trip:
    """A trip of 青石镇 that runs today."""
    today = timezone.localdate()
    found: Trip = trips.record(
        actor=world.machine,
        year=today.year,
        number=1,
        destination="东莞",
        starts_on=today,
        ends_on=today,
        lead_unit=world.qingshi,
    )
    return found
