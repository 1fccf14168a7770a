"""The addresses of monthly plans, outcomes, quotas and programmes, and their menu entries."""

from django.urls import path

from wutong.foundation.ui.menu import Entry, register
from wutong.sites.desk.views.outreach import outcomes, packs, plans, programmes, standing

register(Entry("逐月外出计划", "plan-month", "calendar-check", "对接", 67))
register(Entry("招商活动成效", "outcomes", "chart-dots", "对接", 69))
register(Entry("达标情况", "quota-standing", "gauge", "对接", 70))

urlpatterns = [
    path("trip-plans/month/", plans.listing, name="plan-month"),
    path("trip-plans/month/export/", plans.export, name="plan-month-export"),
    path("trip-plans/month/<int:key>/approval/", plans.approval, name="plan-month-approval"),
    path("trip-plans/<int:key>/pack/", packs.page, name="trip-pack"),
    path("trip-plans/<int:key>/pack.pdf", packs.pdf, name="trip-pack-pdf"),
    path("outcomes/", outcomes.listing, name="outcomes"),
    path("outcomes/rows/", outcomes.rows, name="outcome-rows"),
    path("outcomes/export/", outcomes.export, name="outcomes-export"),
    path("outreach-quotas/standing/", standing.listing, name="quota-standing"),
    path("outreach-quotas/standing/export/", standing.export, name="quota-standing-export"),
    path("outreach-quotas/<int:key>/rows/", standing.rows, name="quota-rows"),
    path(
        "receptions/<int:key>/programme.docx",
        programmes.programme,
        {"form": "docx"},
        name="programme-docx",
    ),
    path(
        "receptions/<int:key>/programme.pdf",
        programmes.programme,
        {"form": "pdf"},
        name="programme-pdf",
    ),
]
