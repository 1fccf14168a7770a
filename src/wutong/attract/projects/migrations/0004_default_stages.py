"""The stages and gates that a county begins with; rows, each to be followed by another.

Stages: “七个一批” (融安县 2025) and NBS definitions (domain note 1.16); evidence: 云南统计 2018 (入库), GB/T
40058-2021 (投资项目代码), 公平竞争审查条例 (State Council Order 783, art. 2).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.db import migrations

ALWAYS = date(2015, 1, 1)
BEGINNING = datetime(2015, 1, 1, tzinfo=UTC)
USAGE = "各地重大项目“储备—签约—开工—投产”管理通例，县可另定"

# code, name, order, kind, days it may last
STAGES: tuple[tuple[str, str, int, str, int | None], ...] = (
    ("originated", "谋划", 10, "step", None),
    ("reserved", "储备", 20, "step", 365),
    ("in_talks", "洽谈", 30, "step", 180),
    ("intent", "意向", 40, "step", 180),
    ("signed", "签约", 50, "step", 90),
    ("registered", "入库", 60, "step", 90),
    ("commenced", "开工", 70, "step", None),
    ("in_production", "投产", 80, "step", None),
    ("at_capacity", "达产", 90, "step", None),
    ("terminated", "终止", 100, "exit", None),
)

INCENTIVES = [{"fact": "has_incentives", "is": True}]
FILING = "《企业投资项目核准和备案管理条例》（国务院令第673号）第六条、GB/T 40058-2021"
STATISTICS = "固定资产投资统计入库要求（云南统计2018）"

# stage, kind, subject, words, condition, waivable, source
GATES: tuple[tuple[str, str, str, str, list[Any], bool, str], ...] = (
    ("reserved", "field", "content", "填写建设内容", [], True, USAGE),
    ("reserved", "field", "total_investment", "填写总投资估算", [], True, USAGE),
    ("reserved", "field", "site", "填写选址", [], True, USAGE),
    ("in_talks", "field", "investor", "填写投资企业", [], False, USAGE),
    ("in_talks", "check", "sourced", "有对接记录", [], True, USAGE),
    ("in_talks", "check", "investor_coded", "核实投资方主体", [], True, USAGE),
    ("intent", "field", "investor", "填写投资企业", [], False, USAGE),
    ("signed", "check", "contract_recorded", "登记协议", [], False, USAGE),
    ("signed", "evidence", "contract", "上传合同（协议）扫描件", [], True, USAGE),
    ("signed", "evidence", "licence", "上传投资方营业执照", [], True, USAGE),
    ("signed", "evidence", "opinion", "上传预审（联审）意见", [], True, USAGE),
    (
        "signed", "check", "signed_once", "核对未重复签约", [], True,
        "审计常见问题：同一项目在不同节会、年度重复签约",
    ),
    (
        "signed", "check", "incentives_reviewed", "优惠条款须完成公平竞争审查", INCENTIVES, False,
        "《公平竞争审查条例》（国务院令第783号）第二条",
    ),
    ("registered", "check", "contract_recorded", "登记协议", [], False, USAGE),
    ("registered", "check", "approval_coded", "填写投资项目代码", [], True, FILING),
    ("registered", "evidence", "filing", "上传备案（核准、审批）文件", [], True, FILING),
    ("registered", "field", "local_firm", "填写本地注册公司", [], True, USAGE),
    (
        "registered", "check", "amount_agrees", "总投资与协议金额一致", [], True,
        "审计常见问题：入库金额大于协议金额",
    ),
    (
        "commenced", "evidence", "construction_contract", "上传施工合同", [], True, STATISTICS,
    ),
    (
        "commenced", "evidence", "site_photo", "上传现场照片（含核查人姓名、单位、职务、电话）", [],
        True, STATISTICS,
    ),
    (
        "commenced", "check", "site_secured", "落实用地（厂房）", [], True,
        "审计常见问题：未批先建",
    ),
    ("commenced", "check", "after_registration", "开工日期核对", [], True, USAGE),
    ("in_production", "evidence", "acceptance", "上传竣工验收或试生产证明", [], True, USAGE),
    ("in_production", "evidence", "site_photo", "上传投产现场照片", [], True, USAGE),
    (
        "in_production", "check", "funds_plausible", "到位资金与总投资相称", [], True,
        "审计常见问题：虚报项目投产",
    ),
    ("at_capacity", "evidence", "acceptance", "上传达产证明", [], True, USAGE),
)  # fmt: skip


RULES = (
    ("production_funds_share", "投产项目到位资金下限（占总投资%）", 60, USAGE),
    (
        "credit_counts", "业绩分成项目的项数计给谁", "lead",
        "默认口径，县可另定：lead 计给责任单位；shared 按分成比例计小数。金额一律按比例分到分",
    ),
)  # fmt: skip


def lay_down(apps: Any, editor: Any) -> None:
    stage, gate = apps.get_model("projects", "Stage"), apps.get_model("projects", "Gate")
    for code, name, order, kind, limit in STAGES:
        stage._base_manager.create(
            code=code,
            name=name,
            order=order,
            kind=kind,
            limit_days=limit,
            since=ALWAYS,
            source=USAGE,
            known_at=BEGINNING,
        )
    for stage_code, kind, subject, words, condition, waivable, source in GATES:
        gate._base_manager.create(
            stage=stage_code,
            kind=kind,
            subject=subject,
            words=words,
            condition=condition,
            is_waivable=waivable,
            since=ALWAYS,
            source=source,
            known_at=BEGINNING,
        )

    rule = apps.get_model("metrics", "Rule")
    for code, label, value, source in RULES:
        rule._base_manager.create(
            code=code, label=label, value=value, since=ALWAYS, source=source, known_at=BEGINNING
        )


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_outside_share"), ("metrics", "0003_default_rules")]

    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]
