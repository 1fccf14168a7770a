"""系统: units, the names they go by, and the offices of leaders."""

from __future__ import annotations

from wutong.people.models import County, Posting, Unit, UnitAlias
from wutong.sites.desk.queries.pages.shape import Col, Page, Section, counted, register

register(
    Page(
        slug="units",
        model=Unit,
        ability="people.keep",
        group="系统",
        icon="building-community",
        order=10,
        columns=(
            Col("name", sub="short_name"),
            "kind",
            "parent",
            "head",
            "liaison",
            "phone",
            "carries_targets",
            Col("projects_held", "项目", "count"),
            "order",
        ),
        filters=("kind", "carries_targets"),
        search=("name", "short_name", "aliases__name"),
        form=(
            ("单位", ("name", "short_name", "kind", "parent", "order", "carries_targets")),
            ("联系", ("head", "liaison", "phone")),
        ),
        annotate=counted(projects_held="projects"),
        order_by="order",
        sections=(
            Section("unit-aliases", "unit", ("name",), "别名"),
            Section("projects", "lead_unit", ("name", "stage", "total_investment", "in_place")),
            Section("targets", "unit", ("indicator", "month", "amount", "count")),
        ),
    )
)
register(
    Page(
        slug="unit-aliases",
        model=UnitAlias,
        ability="people.keep",
        columns=("name", "unit"),
        search=("name", "unit__name"),
        form=(("别名", ("unit", "name")),),
        parents=("unit",),
    )
)
register(
    Page(
        slug="postings",
        model=Posting,
        ability="people.keep",
        group="系统",
        icon="id-badge",
        order=12,
        label="领导任职",
        columns=(
            Col("official__name", "姓名"),
            "title",
            "body",
            "place",
            Col("official__rank", "层级"),
            "since",
            "until",
            "order",
        ),
        filters=("body", "place"),
        search=("official__name", "title"),
        form=(
            ("任职", ("official", "title", "body", "place")),
            ("时间", ("since", "until", "order")),
        ),
        order_by="order",
        parents=("official",),
        empty="从“导入”读入单位与责任人名册，或点右上角“新建”。",
    )
)
register(
    Page(
        slug="counties",
        model=County,
        ability="people.keep",
        columns=("name", "short_name", "prefecture", "province"),
        form=(("县", ("name", "short_name", "prefecture", "province")),),
        search=("name",),
    )
)
