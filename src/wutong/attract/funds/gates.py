"""What gates may ask about a project's funds in place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Sum

from wutong.attract.funds.models import standing_receipts
from wutong.attract.projects.gates import register_check
from wutong.attract.projects.models import Project
from wutong.foundation.money import rounded, spoken
from wutong.metrics.models import Rule

PERCENT = Decimal(100)


def _plausible(project: Project, on: date) -> str:
    """Ask for the share of total investment that the rule `production_funds_share` (%) sets."""
    rule = Rule.objects.in_force(on).filter(code="production_funds_share").first()
    floor = Decimal(str(rule.value)) if rule else Decimal(0)
    if not project.total_investment:
        return "总投资未填"
    received = standing_receipts().filter(project=project, placed_on__lte=on)
    paid = received.aggregate(total=Sum("amount"))["total"] or Decimal(0)
    share = paid / project.total_investment * PERCENT
    if share < floor:
        return f"已核验到位{spoken(paid)}，为总投资的{rounded(share)}%，低于{floor}%"
    return ""


register_check("funds_plausible", "到位资金与总投资相称", _plausible)
