"""Signing in, as the desk's own tests do it; a plan, a trip and a station to begin from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.desk.conftest import signed_in
from tests.world import World
from wutong.attract.outreach.models import Reception, Roadshow, Station, Trip, TripPlan
from wutong.attract.outreach.operations import receptions, roadshows, stations, trips
from wutong.attract.outreach.operations.planning import approve_plan, draft_plan, submit_plan
from wutong.people.models import Unit

__all__ = ["signed_in"]
Made = Callable[..., Any]


@pytest.fixture
def a_plan(world: World) -> Made:
    """Return what drafts a plan of 青石镇, and takes it as far as it is asked."""

    def make(step: str = "draft", **facts: Any) -> TripPlan:
        given = {
            "starts_on": date(2023, 4, 10),
            "ends_on": date(2023, 4, 14),
            "destination": "江苏省苏州市、上海市",
            "lead_unit": world.qingshi,
            "leader_name": "马某",
            "purpose": "拜访储能企业",
            **facts,
        }
        plan = draft_plan(actor=world.recorder, **given)
        if step in ("submitted", "approved"):
            submit_plan(plan, on=date(2023, 3, 20), actor=world.recorder)
        if step == "approved":
            approve_plan(plan, on=date(2023, 3, 24), actor=world.head)
        return plan

    return make


@pytest.fixture
def a_batch(world: World) -> Made:
    """Return what records a trip, reception, station or roadshow of a unit."""
    keeping: dict[type[Any], Any] = {
        Trip: trips,
        Reception: receptions,
        Station: stations,
        Roadshow: roadshows,
    }

    def make(kind: type[Any] = Trip, unit: Unit | None = None, **facts: Any) -> Any:
        given: dict[str, Any] = {
            "year": 2023,
            "number": kind.objects.count() + 1,
            "starts_on": date(2023, 2, 6),
            "ends_on": date(2023, 2, 10),
            "lead_unit": unit or world.qingshi,
        }
        given |= {
            Station: {"place": "广东省深圳市", "province": "广东省"},
            Roadshow: {"topic": "储能专场"},
        }.get(kind, {})
        return keeping[kind].record(actor=world.machine, **{**given, **facts})

    return make
