"""The pipeline as it stands: contracts by stage, intents, and how many have commenced."""

from __future__ import annotations

from wutong.attract.agreements.metrics.shapes import (
    PROJECT_COLUMNS,
    PROJECT_DIMENSIONS,
    PROJECT_RELATED,
)
from wutong.attract.agreements.models import Agreement
from wutong.attract.agreements.queries import contracts, ledger_projects, standing_contracts
from wutong.attract.projects.models import Milestone, Projects
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Metric, Ratio
from wutong.metrics.registry import register

STAGES = {
    "terminated": ("已终止项目", "已终止", Milestone.Kind.TERMINATED, ()),
    "in_production": ("已投产项目", "已投产、未终止", Milestone.Kind.IN_PRODUCTION, ("TERMINATED",)),
    "under_way": ("在建项目", "已开工、未投产", Milestone.Kind.COMMENCED, ("TERMINATED", "IN_PRODUCTION")),
    "registered": (
        "入库未开工项目", "已入库、未开工", Milestone.Kind.REGISTERED,
        ("TERMINATED", "IN_PRODUCTION", "COMMENCED"),
    ),
    "unregistered": (
        "签约未入库项目", "已签约、未入库", "",
        ("TERMINATED", "IN_PRODUCTION", "COMMENCED", "REGISTERED"),
    ),
}  # fmt: skip


def at_stage(ask: Ask, kind: str, not_yet: tuple[str, ...]) -> Projects:
    found = contracts(ask, until=ask.cutoff)
    if kind:
        found = found.reached(kind, until=ask.cutoff)
    for later in not_yet:
        found = found.not_reached(Milestone.Kind[later], until=ask.cutoff)
    return found.annotate(registered_on=found.dated(Milestone.Kind.REGISTERED))


def _stage(code: str, label: str, words: str, kind: str, not_yet: tuple[str, ...]) -> None:
    register(
        Metric(
            code=f"stage_{code}",
            label=label,
            unit="项",
            definition=f"截止日前签约的合同项目中，截止日{words}的",
            source="通行口径",
            rows=lambda ask: at_stage(ask, kind, not_yet),
            dimensions=PROJECT_DIMENSIONS,
            columns=PROJECT_COLUMNS,
            related=PROJECT_RELATED,
            credit="identity",
        )
    )


for _code, (_label, _words, _kind, _not_yet) in STAGES.items():
    _stage(_code, _label, _words, _kind, _not_yet)


def intents(ask: Ask) -> Projects:
    known = Agreement.history.known(ask.known_at)
    signed = known.filter(corrects=None, counted_on__lte=ask.cutoff)
    other = signed.exclude(kind=Agreement.Kind.CONTRACT)
    return ledger_projects(ask).among(other.values("project_id"))


register(
    Metric(
        code="framework_or_intent",
        label="意向和框架协议项目",
        unit="项",
        definition="截止日前签订意向、框架等协议而没有合同的项目数",
        source="通行口径",
        rows=intents,
        dimensions=PROJECT_DIMENSIONS,
        columns=PROJECT_COLUMNS[:6],
        related=PROJECT_RELATED,
        credit="identity",
    )
)
contracts_standing = register(
    Metric(
        code="contracts_standing",
        label="在库合同项目",
        unit="项",
        definition="截止日前签约并入库、未终止的合同项目数",
        source="通行口径",
        rows=standing_contracts,
        dimensions=PROJECT_DIMENSIONS,
        columns=PROJECT_COLUMNS[:7],
        related=PROJECT_RELATED,
        credit="identity",
    )
)
contracts_commenced = register(
    Metric(
        code="contracts_commenced",
        label="在库合同项目中已开工",
        unit="项",
        definition="在库合同项目中，截止日前已开工的项目数",
        source="通行口径",
        rows=lambda ask: standing_contracts(ask).reached(
            Milestone.Kind.COMMENCED, until=ask.cutoff
        ),
        dimensions=PROJECT_DIMENSIONS,
        columns=PROJECT_COLUMNS[:7],
        related=PROJECT_RELATED,
        credit="identity",
    )
)
register(
    Ratio(
        code="commencement_rate_all",
        label="全部项目开工率",
        definition="在库合同项目中已开工的 ÷ 在库合同项目",
        source="通行口径：开工率",
        part=contracts_commenced,
        whole=contracts_standing,
    )
)
