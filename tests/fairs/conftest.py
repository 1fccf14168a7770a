"""An edition of a fair, its list, and who reviews it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.desk.conftest import signed_in
from tests.world import BUREAU, World
from wutong.attract.outreach.models import FairEdition, FairEntry
from wutong.attract.outreach.operations import fair_editions, fair_entries
from wutong.attract.projects.models import FairProject, Project
from wutong.attract.projects.operations import fair_projects, sign_entry
from wutong.attract.projects.operations.fairs import admit_entry
from wutong.people.models import Official

__all__ = ["Fair", "fair", "signed_in"]

OPENS = date(2023, 7, 6)


class Fair:
    """第29届兰洽会 in July 2023, with a reviewer `zhou` of the bureau."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.edition = self.an_edition(29, 2023, held_from=OPENS, held_until=date(2023, 7, 10))
        self.reviewer: Official = world.an_official(
            "zhou", world.bureau, [*BUREAU, "fairs.review", "packaging.review"], world.county
        )

    def an_edition(self, ordinal: int, year: int, **facts: Any) -> FairEdition:
        return fair_editions.record(
            fair="兰洽会", ordinal=ordinal, year=year, actor=self.world.machine, **facts
        )

    def an_entry(self, name: str = "储能电池回收项目", **facts: Any) -> FairEntry:
        """Record an entry of 青石镇 that meets every condition."""
        given = {
            "edition": self.edition,
            "firm": self.world.a_firm("宁波循环科技有限公司"),
            "province": "浙江省",
            "amount": Decimal(200_000_000),
            "lead_unit": self.world.qingshi,
            "policy_class": "encouraged",
            "agreement_kind": "contract",
            "actor": self.world.machine,
            **facts,
        }
        return fair_entries.record(project_name=name, **given)

    def admitted(self, name: str = "储能电池回收项目", **facts: Any) -> FairEntry:
        entry = self.an_entry(name, **facts)
        return admit_entry(entry, on=date(2023, 6, 1), actor=self.reviewer)

    def signed(self, name: str = "储能电池回收项目", amount: int = 200_000_000) -> FairEntry:
        entry = self.admitted(name)
        return sign_entry(entry, on=OPENS, amount=Decimal(amount), actor=self.reviewer)

    def link(self, entry: FairEntry, project: Project) -> FairProject:
        return fair_projects.record(entry=entry, project=project, actor=self.world.machine)


@pytest.fixture
def fair(world: World) -> Fair:
    return Fair(world)
