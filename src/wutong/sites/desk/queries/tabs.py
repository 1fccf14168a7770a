"""The pages that stand side by side: stages, gates, waivers; twins, mergers; leads."""

from __future__ import annotations

from typing import Any

GATES = {"gates": "门槛", "stages": "阶段", "waivers": "豁免清单"}
LEADS = {
    "leads": "线索",
    "leads/clocks": "时限",
    "leads/escalations": "上报",
    "leads/transfers": "流转",
    "leads/first-contacts": "首谈裁定",
    "leads/statistics": "统计",
}
TWINS = {"twins": "疑似重复", "mergers": "合并记录"}
FIRM_TWINS = {"firm-twins": "疑似同一企业", "firm-mergers": "合并记录"}


def gate_tabs(current: str) -> list[dict[str, Any]]:
    return _tabs(GATES, current)


def lead_tabs(current: str) -> list[dict[str, Any]]:
    return _tabs(LEADS, current)


def twin_tabs(current: str) -> list[dict[str, Any]]:
    return _tabs(TWINS, current)


def firm_twin_tabs(current: str) -> list[dict[str, Any]]:
    return _tabs(FIRM_TWINS, current)


def _tabs(pages: dict[str, str], current: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": f"/{slug}/", "is_current": slug == current}
        for slug, label in pages.items()
    ]
