"""Fair-competition reviews (公平竞争审查): what an incentive rests on before it is paid.

公平竞争审查条例 (State Council Order 783, in force 2024-08-01) and its 实施办法 (SAMR Order 99,
in force 2025-04-20): no selective reward or tax benefit without law, regulation or approval.
"""

from __future__ import annotations

from django.db import models

from wutong.people.models import COUNTY_ONLY, CountyRecord


class Review(CountyRecord):
    class Conclusion(models.TextChoices):
        PENDING = "pending", "审查中"
        CONFORMS = "conforms", "符合，可实施"
        EXCEPTION = "exception", "适用例外，可实施"
        VIOLATES = "violates", "不符合，不得实施"

    scope = COUNTY_ONLY
    measure = models.CharField("政策措施", max_length=200)
    legal_basis = models.CharField(
        "法律依据", max_length=200, help_text="法律、行政法规或国务院批准的文件与条款"
    )
    document_number = models.CharField("审查编号", max_length=60, blank=True)
    conclusion = models.CharField(
        "审查结论", max_length=20, choices=Conclusion, default=Conclusion.PENDING
    )
    concluded_on = models.DateField("结论日期", null=True, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "公平竞争审查"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.measure

    @property
    def permits(self) -> bool:
        return self.conclusion in PERMITTING


PERMITTING = (Review.Conclusion.CONFORMS, Review.Conclusion.EXCEPTION)
