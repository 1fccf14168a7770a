"""调度: the rules of counting."""

from __future__ import annotations

from typing import Any

from wutong.metrics.models import Rule
from wutong.sites.desk.queries.pages.shape import Col, Page, register


def rule_lights(rule: Any) -> list[tuple[str, str]]:
    return [("grey", "已废止")] if rule.until else [("green", "施行中")]


register(
    Page(
        slug="rules",
        model=Rule,
        ability="rules.set",
        group="调度",
        icon="ruler-measure",
        order=40,
        columns=(
            "label",
            "code",
            Col("value", kind="json", sortable=False),
            "since",
            "until",
            "source",
        ),
        search=("label", "code", "source"),
        form=(("规则", ("label", "code", "value", "since", "until", "source")),),
        status=rule_lights,
        order_by="code",
        empty="还没有口径规则：点右上角“新建”，写明取值、施行日期和依据。",
    )
)
