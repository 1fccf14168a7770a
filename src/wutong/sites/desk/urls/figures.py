"""The addresses of figures, and their entry in the menu."""

from django.urls import path

from wutong.foundation.ui.menu import Entry, register
from wutong.sites.desk.views import figures

register(Entry("指标", "figures", "chart-bar", "数据", 5))

urlpatterns = [
    path("figures/", figures.listing, name="figures"),
    path("figures/<slug:code>/", figures.detail, name="figure"),
    path("figures/<slug:code>/rows.xlsx", figures.rows_file, name="figure-rows"),
]
