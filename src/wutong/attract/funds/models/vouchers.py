"""What proves a receipt (进账凭证): the paper itself, among the project's evidence."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wutong.attract.funds.models.receipts import Receipt
from wutong.attract.projects.models import Evidence
from wutong.people.models import CountyRecord, Official


class Voucher(CountyRecord):
    """A slip, capital report or invoice of the project that proves this receipt."""

    scope = "receipt__project__lead_unit"
    receipt = models.ForeignKey(
        Receipt, models.PROTECT, related_name="vouchers", verbose_name="到位资金"
    )
    evidence = models.ForeignKey(
        Evidence, models.PROTECT, related_name="vouchers", verbose_name="佐证材料"
    )
    attached_by = models.ForeignKey(
        Official, models.PROTECT, related_name="+", verbose_name="附入人"
    )

    class Meta(CountyRecord.Meta):
        verbose_name = "进账凭证"
        constraints = [
            models.UniqueConstraint(
                fields=["receipt", "evidence"],
                condition=Q(version_of=None, retired_at=None),
                name="voucher_attached_once",
                violation_error_message="这份凭证已附在该笔资金上",
            )
        ]

    def __str__(self) -> str:
        return f"{self.receipt} {self.evidence}"
