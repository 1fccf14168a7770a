"""What units hand in month by month (资金月报), and the rates foreign money is converted at."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wutong.attract.funds.models.receipts import Receipt
from wutong.foundation.periods import Period
from wutong.people.models import EVERYONE, CountyRecord, Official, Unit


class MonthlyReturn(CountyRecord):
    """A unit has said that a month's receipts are all there, or that there were none.

    `submitted_on` is the first time, by which it is in time or late; `resubmitted_on` the last.
    Whether something was sent back, or all is verified, follows from the month's receipts.
    """

    scope = "unit"
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="monthly_returns", verbose_name="单位"
    )
    month = models.DateField("月份")  # its first day
    is_nil = models.BooleanField("确认本月没有到位资金", default=False)
    submitted_by = models.ForeignKey(
        Official, models.PROTECT, related_name="+", verbose_name="报送人"
    )
    submitted_on = models.DateField("报送日期")
    resubmitted_on = models.DateField("重新报送日期", null=True, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "资金月报"
        ordering = ["-month", "unit__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "month"],
                condition=Q(version_of=None, retired_at=None),
                name="monthly_return_once",
                violation_error_message="该单位本月月报已报送",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="return_month_by_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {Period.containing(self.month)}资金月报"


class ExchangeRate(CountyRecord):
    """What one unit of a currency was worth in yuan in a month (月度汇率), and who says so."""

    scope = EVERYONE
    currency = models.CharField(
        "币种",
        max_length=3,
        choices=[each for each in Receipt.Currency.choices if each[0] != Receipt.Currency.CNY],
    )
    month = models.DateField("月份", help_text="该月任意一天，按月保存")
    rate = models.DecimalField(
        "汇率", max_digits=14, decimal_places=8, help_text="1单位外币折合人民币元"
    )
    source = models.CharField("依据", max_length=200, help_text="例如：中国人民银行3月平均中间价")

    class Meta(CountyRecord.Meta):
        verbose_name = "月度汇率"
        ordering = ["-month", "currency"]
        constraints = [
            models.UniqueConstraint(
                fields=["currency", "month"],
                condition=Q(version_of=None, retired_at=None),
                name="exchange_rate_once",
                violation_error_message="该币种本月汇率已登记，请修改原记录",
            ),
            models.CheckConstraint(
                condition=Q(rate__gt=0),
                name="exchange_rate_positive",
                violation_error_message="汇率须大于0",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {Receipt.Currency(self.currency).label} {self.rate_in_words}"

    @property
    def rate_in_words(self) -> str:
        return f"{self.rate.normalize():f}"

    def clean(self) -> None:
        """Keep the month by its first day, whichever day was given."""
        if self.month:
            self.month = self.month.replace(day=1)
