"""What new registrations let the county measure."""

from __future__ import annotations

from wutong.attract.firms.models import Registration
from wutong.metrics.engine import Column, Metric, Names
from wutong.metrics.registry import register

headquarters = register(
    Metric(
        code="headquarters_registered",
        label="新注册总部企业",
        unit="家",
        definition="期内在本县注册、企业性质为总部的企业（按性质判断，不看名称）",
        source="季度工作报告 B18",
        rows=lambda ask: Registration.history.known(ask.known_at).filter(
            nature=Registration.Nature.HEADQUARTERS, is_local=True, registered_on__range=ask.span
        ),
        dated="registered_on",
        columns=(
            Column("企业名称", "firm"),
            Column("注册日期", "registered_on", "date"),
            Column("注册地", "place"),
            Column("注册资本", "capital", "money"),
            Column("投资方", "investor"),
        ),
        related=("firm", "investor"),
    )
)
register(
    Names(
        code="headquarters_name",
        label="新注册总部企业名称",
        definition="注册资本最大的一家新注册总部企业",
        source="季度工作报告 B18",
        of=headquarters,
        name="firm__name",
        amount="capital",
        limit=1,
    )
)
