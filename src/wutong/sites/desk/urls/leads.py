"""The addresses of leads that are no record's own, and their entries in the menu."""

from django.urls import path

from wutong.foundation.ui.menu import Entry, register
from wutong.sites.desk.views.leads import effects, inquirers, lists

register(Entry("线索时限", "lead-due", "clock-exclamation", "对接", 3, prefix="/leads/clocks/"))
register(Entry("招商成效", "methods", "chart-dots", "对接", 71))

urlpatterns = [
    path("leads/clocks/", lists.clocks, name="lead-due"),
    path("leads/escalations/", lists.escalation_list, name="lead-escalations"),
    path("leads/transfers/", lists.transfers, name="lead-transfers"),
    path("leads/first-contacts/", lists.decisions, name="lead-first-contacts"),
    path("leads/first-contacts/new/", lists.decide, name="lead-first-contacts-new"),
    path("leads/statistics/", effects.statistics, name="lead-statistics"),
    path("inquiries/<int:key>/opening/", inquirers.opening, name="inquiry-opening"),
    path("methods/", effects.ways, name="methods"),
]
