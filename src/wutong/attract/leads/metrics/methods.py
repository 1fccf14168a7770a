"""What each way of attracting (招商方式) costs, and whom it brings the county into touch with.

Here and not in `outreach`, since a way's effect is read beside its leads and referrals.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, Q, Sum, Value, When

from wutong.attract.firms.models import Firm
from wutong.attract.leads.models import Referral
from wutong.attract.outreach.models import Channel, Cost, Interaction
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Column, Metric
from wutong.metrics.registry import register
from wutong.people.models import CountyRecords

BY_OCCASION = (
    (Q(station__isnull=False), Channel.STATION),
    (Q(trip__isnull=False), Channel.TRIP),
    (Q(reception__isnull=False), Channel.RECEPTION),
    (Q(edition__isnull=False), Channel.FAIR),
    (Q(firm__kind=Firm.Kind.ASSOCIATION), Channel.ASSOCIATION),
    (Q(firm__kind=Firm.Kind.AGENT), Channel.REFERRAL),
)


def met(ask: Ask) -> CountyRecords[Any]:
    """Return the interactions of the period, each with the way that its occasion belongs to."""
    known = Interaction.history.known(ask.known_at).filter(met_on__range=ask.span)
    cases = [When(condition, then=Value(way.value)) for condition, way in BY_OCCASION]
    by_channel = Case(*cases, default=Value(Channel.OTHER.value), output_field=CharField())
    return known.annotate(by_channel=by_channel)


register(
    Metric(
        code="outreach_cost",
        label="招商活动经费",
        unit="元",
        definition="期内支出的招商活动经费之和，按支出日期计；填了活动的按活动归招商方式",
        source="默认口径，县可另定：驻点、外出、来访、节会、推介会逐笔登记",
        rows=lambda ask: Cost.history.known(ask.known_at).filter(spent_on__range=ask.span),
        adds_up=Sum("amount"),
        dated="spent_on",
        dimensions={"unit": "unit_id", "channel": "channel"},
        columns=(
            Column("支出日期", "spent_on", "date"),
            Column("用途", "purpose"),
            Column("金额", "amount", "money"),
            Column("招商方式", "get_channel_display"),
            Column("列支单位", "unit"),
            Column("凭证号", "voucher"),
        ),
        related=("unit",),
    )
)
register(
    Metric(
        code="firms_contacted",
        label="对接企业",
        unit="家",
        definition="期内对接过的企业，同一企业只计一次；按场合归招商方式，同一企业可在几种方式下各计一次",
        source="默认口径，县可另定：以对接记录为准",
        rows=met,
        distinct="firm_id",
        dated="met_on",
        dimensions={"unit": "unit_id", "channel": "by_channel"},
        columns=(
            Column("对接时间", "met_on", "date"),
            Column("企业", "firm"),
            Column("方式", "get_kind_display"),
            Column("结果", "outcome"),
            Column("对接单位", "unit"),
        ),
        related=("firm", "unit"),
    )
)
register(
    Metric(
        code="referrals",
        label="以商招商引荐",
        unit="次",
        definition="期内登记的引荐：企业、商协会、招商顾问介绍其他投资方",
        source="季度工作报告：以商招商",
        rows=lambda ask: Referral.history.known(ask.known_at).filter(introduced_on__range=ask.span),
        dated="introduced_on",
        dimensions={"unit": "unit_id"},
        columns=(
            Column("引荐日期", "introduced_on", "date"),
            Column("引荐方", "introducer"),
            Column("被引荐企业", "introduced"),
            Column("被引荐方", "introduced_name"),
            Column("引荐事项", "what"),
            Column("承接单位", "unit"),
        ),
        related=("introducer", "introduced", "unit"),
    )
)
