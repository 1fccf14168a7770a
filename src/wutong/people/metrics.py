"""What the county itself answers: its name."""

from __future__ import annotations

from wutong.metrics.asking import Ask
from wutong.metrics.engine import Said
from wutong.metrics.registry import register
from wutong.people.models import County


def county(ask: Ask, field: str) -> str | None:
    known = County.history.known(ask.known_at).values_list(field, flat=True).first()
    return known or None


for _code, _label, _field in (
    ("county_name", "县名", "name"),
    ("county_short_name", "县简称", "short_name"),
):
    register(
        Said(
            code=_code,
            label=_label,
            definition=f"县情中登记的{_label}",
            source="季度工作报告 B09、B30、B43",
            says=lambda ask, field=_field: county(ask, field),  # type: ignore[misc]
        )
    )
