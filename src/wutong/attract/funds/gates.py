"""What gates may ask about a project's funds in place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from wutong.attract.funds.models import standing_receipts
from wutong.attract.projects.gates import register_check
from wutong.attract.projects.models import Project
from wutong.foundation.money import rounded, spoken
from wutong.metrics.models import Rule

PERCENT = Decimal(100)


def _plausible(projects: Sequence[Project], on: date) -> dict[int, str]:
    """Ask for the share of total investment that the rule `production_funds_share` (%) sets."""
    rule = Rule.objects.in_force(on).filter(code="production_funds_share").first()
    floor = Decimal(str(rule.value)) if rule else Decimal(0)
    received = standing_receipts().filter(project__in=projects, placed_on__lte=on).order_by()
    sums = received.values("project").annotate(total=Sum("amount"))
    paid = dict(sums.values_list("project", "total"))
    said = {p.pk: _too_little(p, paid.get(p.pk) or Decimal(0), floor) for p in projects}
    return {key: fault for key, fault in said.items() if fault}


def _too_little(project: Project, paid: Decimal, floor: Decimal) -> str:
    if not project.total_investment:
        return "总投资未填"
    share = paid / project.total_investment * PERCENT
    if share < floor:
        return f"已核验到位{spoken(paid)}，为总投资的{rounded(share)}%，低于{floor}%"
    return ""


register_check("funds_plausible", "到位资金与总投资相称", _plausible)
