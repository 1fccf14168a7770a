"""Packaged projects that tests start from, made through the operations."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.world import World
from wutong.attract.projects.models import Proposal, ReserveProject
from wutong.attract.projects.operations import reserves
from wutong.attract.projects.operations.appraising import (
    Given,
    appraise_proposal,
    conclude_proposal,
)
from wutong.attract.projects.operations.packaging import (
    amend_proposal,
    publish_proposal,
    start_proposal,
    submit_proposal,
)
from wutong.attract.projects.queries.returns import Flow
from wutong.people.models import Official, Unit

DAY = date(2026, 3, 2)
WORDS: dict[str, Any] = {
    "summary": "建设年产两万吨负极材料生产线。",
    "groundwork": "已完成规划选址意见和石墨储量核实。",
    "feasibility": "原料、绿电、技术均有依据。",
    "return_case": "按近三年平均价格估算。",
    "operability": "分两期建设，十月具备开工条件。",
    "targeting": "补齐负极材料一环，面向三家头部企业。",
    "site": "临水经济开发区三号地块",
    "land": "工业净地，已完成场平。",
    "energy": "三十五千伏变电站一座。",
    "water": "日供水五万吨。",
    "environment": "不在生态红线内，排入园区污水厂。",
    "market": "全省年需求八万吨，缺口五万吨。",
    "partner": "有万吨级产线业绩的企业。",
    "mode": "joint",
}
FLOWS = [
    Flow(0, investment=Decimal(100_000_000)),
    *(Flow(y, revenue=Decimal(80_000_000), cost=Decimal(50_000_000)) for y in range(1, 9)),
]


class Packaged:
    """临水县 with three reviewers of other units, a publisher, and 青石镇's reserve project."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.reviewers = [self.a_reviewer(f"reviewer{n}", world.bureau) for n in range(3)]
        publisher = ["county.see", "packaging.review", "packaging.publish"]
        self.publisher = world.an_official("zhang", world.bureau, publisher, world.county)
        self.own = self.a_reviewer("own", world.qingshi)

    def a_reviewer(self, name: str, unit: Unit) -> Official:
        return self.world.an_official(
            name, unit, ["county.see", "packaging.review"], self.world.county
        )

    def a_reserve(self, name: str = "负极材料项目", **facts: Any) -> ReserveProject:
        given = {"lead_unit": self.world.qingshi, "reserved_on": date(2025, 5, 6), **facts}
        given.setdefault("total_investment", Decimal(100_000_000))
        return reserves.record(name=name, actor=self.world.machine, **given)

    def a_draft(self, reserve: ReserveProject | None = None, **facts: Any) -> Proposal:
        clerk = self.world.recorder
        proposal = start_proposal(reserve or self.a_reserve(), actor=clerk)
        given = {"years": FLOWS, "targets": ["杭州某某储能科技有限公司"], **WORDS, **facts}
        return amend_proposal(proposal, actor=clerk, **given)

    def submitted(self, reserve: ReserveProject | None = None, on: date = DAY) -> Proposal:
        return submit_proposal(self.a_draft(reserve), on=on, actor=self.world.recorder)

    def given(self, proposal: Proposal, *scores: int) -> dict[int, Given]:
        """Return marks for the criteria in order; one score stands for all."""
        assert proposal.rubric is not None
        criteria = list(proposal.rubric.criteria.all())
        all_scores = scores if len(scores) > 1 else scores * len(criteria)
        return {
            c.pk: Given(Decimal(s), "理由" if s < 60 else "")
            for c, s in zip(criteria, all_scores, strict=True)
        }

    def appraise(self, proposal: Proposal, *scores: int) -> None:
        for reviewer, score in zip(self.reviewers, scores, strict=False):
            marks = self.given(proposal, score)
            appraise_proposal(proposal, marks=marks, on=DAY, actor=reviewer)

    def reviewed(self, *scores: int, reserve: ReserveProject | None = None) -> Proposal:
        proposal = self.submitted(reserve)
        self.appraise(proposal, *(scores or (80, 85, 90)))
        return conclude_proposal(proposal, on=DAY, actor=self.publisher)

    def published(self, reserve: ReserveProject | None = None) -> Proposal:
        return publish_proposal(self.reviewed(reserve=reserve), on=DAY, actor=self.publisher)
