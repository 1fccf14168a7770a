"""调度: targets, the documents that set them, and commendations."""

from __future__ import annotations

from wutong.sites.desk.queries.pages.shape import Col, Page, Section, counted, register
from wutong.steer.rankings.models import Commendation
from wutong.steer.targets.models import Mandate, Target

register(
    Page(
        slug="targets",
        model=Target,
        ability="targets.keep",
        group="调度",
        icon="target",
        order=10,
        columns=("unit", "indicator", Col("month", kind="month"), "amount", "count", "mandate"),
        filters=("unit", "indicator", "month"),
        search=("unit__name",),
        form=(("目标", ("unit", "indicator", "month", "amount", "count", "mandate")),),
        parents=("unit", "mandate"),
        money="amount",
        order_by="-month",
    )
)
register(
    Page(
        slug="mandates",
        model=Mandate,
        ability="targets.keep",
        group="调度",
        icon="file-certificate",
        order=20,
        columns=("title", "number", "year", "issued_on", Col("lines", "月度目标", "count")),
        filters=("year",),
        search=("title", "number"),
        form=(("文件", ("title", "number", "year", "issued_on")),),
        annotate=counted(lines="targets"),
        order_by="-year",
        sections=(Section("targets", "mandate", ("unit", "indicator", "month", "amount")),),
    )
)
register(
    Page(
        slug="commendations",
        model=Commendation,
        ability="commendations.keep",
        group="调度",
        icon="award",
        order=30,
        columns=("award", "year", "kind", "unit", "person", "amount", "paid_on"),
        filters=("year", "kind", "unit"),
        search=("person", "award", "unit__name"),
        form=(
            ("表彰", ("year", "kind", "unit", "person", "award")),
            ("奖励", ("amount", "paid_on")),
        ),
        parents=("unit",),
        money="amount",
        order_by="-year",
    )
)
