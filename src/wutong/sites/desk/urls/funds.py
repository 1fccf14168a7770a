"""The addresses of the monthly round, the verifier and the bridge, and their menu entries."""

from typing import Any

from django.urls import path, register_converter

from wutong.foundation.periods import Period
from wutong.foundation.ui.menu import Entry, register
from wutong.sites.desk.views.funds import bridges, judging, returns


class MonthConverter:
    """A month in an address: 2023-03."""

    regex = r"20\d\d-(?:0[1-9]|1[0-2])"

    def to_python(self, text: str) -> Period:
        return Period.written(text)

    def to_url(self, month: Period) -> str:
        return month.code


def may_verify(official: Any) -> bool:
    return bool(official.holds("funds.verify"))


register_converter(MonthConverter, "month")
register(Entry("资金月报", "fund-returns", "calendar-dollar", "项目", 42, prefix="/funds/returns/"))
register(Entry("资金核验", "fund-verification", "rosette-discount-check", "项目", 44, may_verify))
register(Entry("到位资金过桥", "fund-bridge", "arrows-right-left", "项目", 46))

urlpatterns = [
    path("funds/returns/", returns.listing, name="fund-returns"),
    path("funds/returns/export/", returns.export, name="fund-returns-export"),
    path("funds/returns/<month:month>/<int:key>/", returns.fill, name="fund-return"),
    path("funds/verification/", judging.listing, name="fund-verification"),
    path("funds/verification/<int:key>/", judging.judge, name="fund-judgement"),
    path("funds/bridge/", bridges.page, name="fund-bridge"),
    path("funds/bridge/export/", bridges.export, name="fund-bridge-export"),
]
