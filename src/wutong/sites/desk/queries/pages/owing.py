"""招商: what units and stations owe (任务下限), and the regions that documents speak of (区域)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from wutong.attract.outreach.models import OutreachQuota, Region
from wutong.sites.desk.queries.pages.shape import Col, Page, register


def quota_lights(quota: Any) -> list[tuple[str, str]]:
    ended = quota.until and quota.until < timezone.localdate()
    return [("grey", "已废止")] if ended else [("green", "施行中")]


register(
    Page(
        slug="outreach-quotas",
        model=OutreachQuota,
        ability="rules.set",
        columns=(
            Col("what", sub="source"),
            "holder",
            "unit",
            "per",
            "amount",
            "rule",
            "per_person",
            "since",
            "until",
        ),
        filters=("what", "holder", "per"),
        search=("source",),
        form=(
            ("任务", ("what", "holder", "unit", "per", "amount", "rule", "per_person")),
            ("施行", ("since", "source")),
        ),
        facts=("until",),
        status=quota_lights,
        order_by="what",
        editable=(),
        empty="还没有任务下限：点右上角“新建”，写明对象、周期、数量和依据。",
    )
)
register(
    Page(
        slug="regions",
        model=Region,
        ability="outreach.keep",
        columns=("name", "provinces", "cities", "source"),
        search=("name", "provinces", "cities"),
        form=(("区域", ("name", "provinces", "cities", "order", "source")),),
        order_by="order",
    )
)
