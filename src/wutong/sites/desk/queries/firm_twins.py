"""Two firms side by side: what they say, where they differ, what merging would move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from wutong.attract.firms.models import Firm, FirmMerger
from wutong.attract.firms.operations.merging import links_to_firms
from wutong.attract.firms.queries import FirmTwin
from wutong.foundation.ui.lists import Cell, Row
from wutong.foundation.ui.wording import day, spoken
from wutong.sites.desk.queries.columns import shown
from wutong.sites.desk.queries.pages import Col
from wutong.sites.desk.queries.twins import Compared

COMPARED = (
    "name", "credit_code", "kind", "group", "parent", "province", "city", "origin",
    "legal_representative", "registered_on", "registered_capital", "registered_address",
    "registry_state", "is_key",
)  # fmt: skip


def side_by_side(first: Firm, second: Firm, official: Any) -> list[Compared]:
    """Return what two firms say, field by field, then how much of each kind belongs to each."""
    lines = []
    for name in COMPARED:
        column = shown(Firm, Col(name))
        said = [column.value(firm) for firm in (first, second)]
        words = [spoken(v) if column.kind == "money" else column.text(v) or "—" for v in said]
        lines.append(Compared(column.label, *words))
    counts = [belongings(firm, official) for firm in (first, second)]
    for label in dict.fromkeys([*counts[0], *counts[1]]):
        lines.append(Compared(label, *[f"{count[label]} 条" for count in counts]))
    return lines


def belongings(firm: Firm, official: Any) -> Counter[str]:
    """Return how many records of each kind point at a firm, as far as this official sees them."""
    found: Counter[str] = Counter()
    for model, field in links_to_firms():
        rows: Any = model._default_manager
        label = "子公司" if model is Firm else str(model._meta.verbose_name)
        found[label] += rows.visible_to(official).filter(**{field: firm}).count()
    return +found


def pair_rows(pairs: Iterable[tuple[int, FirmTwin]], firms: dict[int, Firm]) -> list[Row]:
    return [
        Row(
            [
                Cell(firms[first].name, sub=about(firms[first])),
                Cell(firms[twin.key].name, sub=about(firms[twin.key])),
                Cell(twin.why),
                Cell(f"{twin.likeness}%", numeric=True),
            ],
            url=f"/firm-twins/{first}-{twin.key}/",
        )
        for first, twin in pairs
    ]


def about(firm: Firm) -> str:
    """Return what tells a firm from another of nearly its name."""
    said = [firm.credit_code, firm.province, firm.city, firm.legal_representative]
    return " · ".join(part for part in said if part) or f"#{firm.pk}"


def merger_row(merger: FirmMerger) -> Row:
    return Row(
        [
            Cell(merger.kept.name, sub=merger.kept.credit_code),
            Cell(merger.merged.name, sub=merger.merged.credit_code),
            Cell(merger.reason),
            Cell(f"{len(merger.moved)}", numeric=True),
            Cell(str(merger.merged_by)),
            Cell(day(merger.merged_on)),
            Cell("拆分", url=f"/firm-mergers/{merger.pk}/splitting/"),
        ],
        url=f"/firms/{merger.kept_id}/",
    )
