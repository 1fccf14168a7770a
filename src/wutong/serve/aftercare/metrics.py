"""What tickets let the county measure."""

from __future__ import annotations

from wutong.attract.agreements.queries import contracts
from wutong.attract.projects.models import Milestone, Projects
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Column, Metric, Names
from wutong.metrics.registry import register
from wutong.people.models import CountyRecords
from wutong.serve.aftercare.models import Ticket


def closed(ask: Ask) -> CountyRecords[Ticket]:
    return Ticket.history.known(ask.known_at).filter(closed_on__range=ask.span)


register(
    Metric(
        code="tickets_resolved",
        label="办结企业诉求",
        unit="件",
        definition="期内办结的企业诉求件数",
        source="企业诉求办理机制",
        rows=closed,
        dimensions={"unit": "unit_id", "kind": "kind"},
        dated="closed_on",
        columns=(
            Column("企业名称", "firm"),
            Column("项目名称", "project_name"),
            Column("诉求类别", "get_kind_display"),
            Column("提出时间", "raised_on", "date"),
            Column("办结时间", "closed_on", "date"),
            Column("责任单位", "unit"),
        ),
        related=("firm", "unit"),
    )
)


def helped(ask: Ask) -> Projects:
    """Return landed projects one of whose requests of the kinds in the rules was settled."""
    settled = closed(ask).filter(kind__in=ask.rule("landed_ticket_kinds"))
    landed = contracts(ask).filter(is_site_secured=True).exclude(local_firm=None)
    landed = landed.not_reached(Milestone.Kind.TERMINATED, until=ask.cutoff)
    return landed.among(settled.values("project_id"))


projects_helped = register(
    Metric(
        code="projects_helped",
        label="诉求得到解决的落地项目",
        unit="个",
        definition="已落地（本地公司已注册、用地或厂房已落实）、未终止的合同项目，期内有规则所列类别的诉求办结",
        source="季度工作报告 B36；口径规则 landed_ticket_kinds",
        rows=helped,
        dimensions={"unit": "lead_unit_id"},
        columns=(
            Column("项目名称", "name"),
            Column("本地公司", "local_firm"),
            Column("责任单位", "lead_unit"),
            Column("签约金额", "contracted", "money"),
        ),
        related=("local_firm", "lead_unit"),
    )
)
register(
    Names(
        code="projects_helped_names",
        label="诉求得到解决的落地项目名称",
        definition="上述项目名称，按签约金额从大到小",
        source="季度工作报告 B36",
        of=projects_helped,
        name="name",
        amount="contracted",
    )
)
