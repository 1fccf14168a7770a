"""The rules for leads that a county begins with; rows, each to be followed by another.

Clocks: 江府办函〔2024〕37号 (江门: respond in 1 day, judge in 3, with experts in a week, feed back in a
week, follow up every two weeks). Admission: 宣城 2024 (domain note 1.14): what a lead must hold, how
large it must be, what is shut out.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.db import migrations

ALWAYS = date(2015, 1, 1)
BEGINNING = datetime(2015, 1, 1, tzinfo=UTC)
JIANGMEN = "参照江门市江府办函〔2024〕37号；按工作日或自然日计为默认口径，县可另定"
XUANCHENG = "参照宣城市投资促进局2024年招商线索入库条件，县可另定"
USAGE = "默认口径，县可另定"

CLOCKS = (
    ("respond", 1, "working"),
    ("judge", 3, "working"),
    ("judge_with_experts", 7, "calendar"),
    ("feed_back", 7, "calendar"),
    ("follow_up", 14, "calendar"),
)
REQUIRED = (
    "investor_intro", "summary", "process", "total_investment", "land_need", "energy_need",
    "environment_need", "expected_output",
)  # fmt: skip
# subject, sector, least amount in yuan
FLOORS = (
    ("total_investment", "manufacturing", 100_000_000),
    ("fixed_investment", "manufacturing", 60_000_000),
    ("fixed_investment", "data", 30_000_000),
)
EXCLUDED = ("state_funded", "outlet", "housing", "signed", "expansion")
REASONS = (
    ("land", "用地厂房"),
    ("energy", "水电能耗"),
    ("environment", "环保安全"),
    ("policy", "政策条件"),
    ("cost", "成本收益"),
    ("supply", "产业配套"),
    ("rival", "其他地方竞争"),
    ("investor", "投资方自身原因"),
    ("service", "对接服务"),
    ("contact", "联系不上"),
    ("other", "其他"),
)
RULES = (
    ("lead_transfer_days", "线索流转接收期限（工作日）", 2),
    ("lead_escalation_days", "线索超时几天后上报招商局（自然日）", 3),
)


def lay_down(apps: Any, editor: Any) -> None:
    def put(app: str, model: str, /, **facts: Any) -> None:
        rows = apps.get_model(app, model)._base_manager
        rows.create(since=ALWAYS, known_at=BEGINNING, **facts)

    for step, days, counted in CLOCKS:
        put("leads", "LeadClock", step=step, days=days, counted=counted, source=JIANGMEN)
    for subject in REQUIRED:
        put("leads", "AdmissionRule", kind="required", subject=subject, source=XUANCHENG)
    for subject, sector, amount in FLOORS:
        facts = {"subject": subject, "sector": sector, "amount": amount, "source": XUANCHENG}
        put("leads", "AdmissionRule", kind="at_least", **facts)
    for circumstance in EXCLUDED:
        facts = {"subject": "circumstance", "circumstance": circumstance, "source": XUANCHENG}
        put("leads", "AdmissionRule", kind="excluded", **facts)
    for order, (code, name) in enumerate(REASONS, start=1):
        put("leads", "LossReason", code=code, name=name, order=order * 10, source=USAGE)
    for code, label, value in RULES:
        put("metrics", "Rule", code=code, label=label, value=value, source=USAGE)


class Migration(migrations.Migration):
    dependencies = [("leads", "0001_initial"), ("metrics", "0003_default_rules")]

    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]
