"""How rows of projects and agreements are shown and broken down behind their figures."""

from __future__ import annotations

from wutong.metrics.engine import Column

PROJECT_DIMENSIONS = {
    "unit": "lead_unit_id",
    "chain": "chain_id",
    "origin": "origin",
    "channel": "channel",
}
PROJECT_COLUMNS = (
    Column("项目编号", "code"),
    Column("项目名称", "name"),
    Column("投资企业", "investor"),
    Column("投资方所在地", "investor_place"),
    Column("责任单位", "lead_unit"),
    Column("产业链", "chain"),
    Column("签约金额", "contracted", "money"),
    Column("入库时间", "registered_on", "date"),
)
PROJECT_RELATED = ("investor", "lead_unit", "chain")
AGREEMENT_COLUMNS = (
    Column("项目编号", "project.code"),
    Column("项目名称", "project.name"),
    Column("投资企业", "project.investor"),
    Column("责任单位", "project.lead_unit"),
    Column("签约金额", "amount", "money"),
    Column("签约时间", "signed_on", "date"),
    Column("计入日期", "counted_on", "date"),
    Column("更正说明", "note"),
)
AGREEMENT_RELATED = ("project__investor", "project__lead_unit")
AGREEMENT_DIMENSIONS = {
    "unit": "by_unit",
    "chain": "by_chain",
    "origin": "by_origin",
    "channel": "by_channel",
}
