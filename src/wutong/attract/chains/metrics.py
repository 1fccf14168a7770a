"""What the yearly order of chains and the focus fields let the county say."""

from __future__ import annotations

from wutong.attract.chains.models import ChainYear, FocusField
from wutong.metrics.engine import Column, Metric, Names
from wutong.metrics.registry import register

key_chains = register(
    Metric(
        code="key_chains",
        label="重点产业链",
        unit="条",
        definition="报告年度类别为重点的产业链",
        source="季度工作报告 B40—B42",
        rows=lambda ask: ChainYear.history.known(ask.known_at).filter(
            is_key=True, year=ask.period.first.year
        ),
        columns=(
            Column("排序", "order", "count"),
            Column("产业链", "chain"),
            Column("链长", "chief"),
            Column("牵头单位", "lead_unit"),
        ),
        related=("chain", "chief", "lead_unit"),
    )
)
focus_fields = register(
    Metric(
        code="focus_fields",
        label="重点招商领域",
        unit="个",
        definition="时段与报告期相同的重点招商领域",
        source="季度工作报告 B19—B21",
        rows=lambda ask: FocusField.history.known(ask.known_at).filter(
            first_day=ask.period.first, last_day=ask.period.last
        ),
        columns=(Column("序号", "order", "count"), Column("领域", "name")),
    )
)
for _n in (1, 2):
    register(
        Names(
            code=f"key_chain_{_n}",
            label=f"重点产业链第{_n}条",
            definition=f"报告年度重点产业链中，排序第{_n}的一条",
            source="季度工作报告 B40、B41",
            of=key_chains,
            name="chain__name",
            ordered="order",
            nth=_n,
        )
    )
for _n in (1, 2, 3):
    register(
        Names(
            code=f"focus_field_{_n}",
            label=f"重点招商领域第{_n}个",
            definition=f"报告期重点招商领域中，排在第{_n}的一个",
            source="季度工作报告 B19—B21",
            of=focus_fields,
            name="name",
            ordered="order",
            nth=_n,
        )
    )
