"""Whom a gate would hold up is asked for all open projects at once, and answered as for each."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import World
from wutong.attract.agreements.models import Agreement
from wutong.attract.agreements.operations import incentive_clauses
from wutong.attract.projects.gates import FIELDS, checks
from wutong.attract.projects.models import Gate, Project
from wutong.attract.projects.operations import distinguish, projects, reach_milestone
from wutong.attract.projects.queries import blocked_by, lacks
from wutong.attract.projects.queries import gating as gating_queries

pytestmark = pytest.mark.django_db
ON = date(2023, 6, 1)
CONDITION = [
    {"fact": "has_incentives", "is": True},
    {"fact": "chain", "is": "新能源"},
    {"fact": "total_investment", "at_least": 1},
]


def gate(kind: str, subject: str, **facts: Any) -> Gate:
    given = {"stage": "in_production", "words": "要求", "since": date(2015, 1, 1), **facts}
    return Gate(kind=kind, subject=subject, **given)


GATES = [
    *(gate("check", code) for code in checks),
    *(gate("field", name) for name in FIELDS),
    gate("evidence", "site_photo"),
    gate("evidence", "site_photo", needs_unused=True, needs_later=True),
    gate("field", "content", condition=CONDITION),
    gate("check", "gone"),
]


@pytest.fixture(autouse=True)
def _stages_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wutong.attract.projects.models.stages.FRESH", 600)
    cache.clear()


def some_projects(world: World, turn: int) -> None:
    """Add six projects that differ in all that gates ask about."""
    place = {"site": "青石镇工业园", "content": "两条生产线", "sponsor": world.head}
    first, second, third = (
        world.a_signed_project(f"储能装备{turn}{name}", **place) for name in "甲乙丙"
    )
    distinguish(first, second=second, reason="两期", actor=world.clerk)
    world.a_project(f"谋划{turn}", investor=None, total_investment=5_000_000)
    bare = world.a_signed_project(f"裸合同{turn}", registered_on=None, channel="trip")
    reach_milestone(first, kind="commenced", on=date(2023, 2, 1), actor=world.machine)
    reach_milestone(third, kind="terminated", on=date(2023, 2, 1), actor=world.machine)
    done = world.a_signed_project(f"已投产{turn}")
    reach_milestone(done, kind="in_production", on=date(2023, 2, 1), actor=world.machine)
    projects.amend(
        second, total_investment=90_000_000, is_site_secured=True, actor=world.clerk,
        local_firm=world.a_firm("临水某某储能有限公司"), approval_code="2303-620500-04-01-123451",
    )  # fmt: skip
    world.a_receipt(second, 60_000_000)
    for project in (first, bare):
        world.an_evidence(project, "site_photo")
        agreement = Agreement.objects.get(project=project)
        incentive_clauses.record(agreement=agreement, text="厂房租金减免", actor=world.clerk)


def one_by_one(asked: Gate) -> list[tuple[Project, str]]:
    """Return whom a gate holds, each project asked by itself as its own page asks."""
    gone = {"terminated", "in_production"}
    still = Project.objects.exclude(milestones__kind__in=gone)
    return [
        (project, lack.words)
        for project in still
        for lack in lacks(project, asked.stage, ON, [asked])
    ]


@pytest.mark.parametrize("asked", GATES, ids=lambda g: f"{g.kind}-{g.subject}-{g.needs_unused}")
def test_all_are_judged_as_each_is_in_as_many_queries_for_more(world: World, asked: Gate) -> None:
    counts = []
    for turn in (1, 2):
        some_projects(world, turn)
        blocked_by(asked, ON)  # what is remembered between requests is
        with CaptureQueriesContext(connection) as queries:
            found = blocked_by(asked, ON)
        counts.append(len(queries))
        assert found == one_by_one(asked)
    assert counts[0] == counts[1] <= 12


def test_many_are_judged_some_at_a_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for turn in (1, 2):
        some_projects(world, turn)
    asked = gate("check", "signed_once")
    whole = blocked_by(asked, ON)
    assert whole
    monkeypatch.setattr(gating_queries, "AT_ONCE", 2)
    assert blocked_by(asked, ON) == whole
