"""Two projects side by side: what they say, where they differ, what merging would move."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from wutong.attract.projects.models import Merger, Project
from wutong.attract.projects.queries import Twin, days_reached
from wutong.foundation.ui.lists import Cell, Row
from wutong.foundation.ui.wording import day, spoken
from wutong.sites.desk.queries.columns import shown
from wutong.sites.desk.queries.pages import Col

COMPARED = (
    "name", "code", "approval_code", "investor", "investor_place", "origin", "lead_unit", "chain",
    "industry", "total_investment", "site", "content", "local_firm", "channel",
)  # fmt: skip
COUNTED = {
    "milestones": "阶段",
    "agreements": "协议",
    "receipts": "到位资金",
    "evidence": "佐证材料",
    "tickets": "企业诉求",
}


@dataclass(frozen=True)
class Compared:
    label: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        return self.first != self.second


def side_by_side(first: Project, second: Project, until: Any) -> list[Compared]:
    """Return what two projects say, field by field, then their stages and what belongs to each."""
    lines = []
    for name in COMPARED:
        column = shown(Project, Col(name))
        said = [column.value(project) for project in (first, second)]
        words = [spoken(v) if column.kind == "money" else column.text(v) or "—" for v in said]
        lines.append(Compared(column.label, *words))
    reached = days_reached([first.pk, second.pk], on=until)
    signed = [day(reached[project.pk].get("signed")) for project in (first, second)]
    lines.append(Compared("签约日期", *signed))
    counts = [belongings(project) for project in (first, second)]
    lines += [
        Compared(label, f"{counts[0][name]} 条", f"{counts[1][name]} 条")
        for name, label in COUNTED.items()
    ]
    return lines


def belongings(project: Project) -> dict[str, int]:
    """Return how many records of each kind stand under a project."""
    counts = {
        f"n_{name}": Count(
            name, Q(**{f"{name}__version_of": None, f"{name}__retired_at": None}), distinct=True
        )
        for name in COUNTED
    }
    found = Project.objects.filter(pk=project.pk).aggregate(**counts)
    return {name: found[f"n_{name}"] for name in COUNTED}


def pair_rows(pairs: Iterable[tuple[int, Twin]], projects: dict[int, Project]) -> list[Row]:
    rows = []
    for first, twin in pairs:
        one, other = projects.get(first), projects.get(twin.key)
        if one is None or other is None:
            continue
        rows.append(
            Row(
                [
                    Cell(one.name, sub=about(one)),
                    Cell(other.name, sub=about(other)),
                    Cell(twin.why),
                    Cell(f"{twin.likeness}%", numeric=True),
                ],
                url=f"/twins/{first}-{twin.key}/",
            )
        )
    return rows


def about(project: Project) -> str:
    unit = project.lead_unit.short_name or project.lead_unit.name
    said = [unit, str(project.investor or ""), project.code]
    return " · ".join(part for part in said if part)


def merger_row(merger: Merger, may_split: bool) -> Row:
    split = Cell("拆分", url=f"/mergers/{merger.pk}/splitting/") if may_split else Cell("")
    return Row(
        [
            Cell(merger.kept.name, sub=str(merger.kept.lead_unit)),
            Cell(merger.merged.name, sub=str(merger.merged.lead_unit)),
            Cell(merger.reason),
            Cell(f"{len(merger.moved)}", numeric=True),
            Cell(str(merger.merged_by)),
            Cell(day(merger.merged_on)),
            split,
        ],
        url=f"/projects/{merger.kept_id}/",
    )
