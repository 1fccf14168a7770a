"""Addresses of firms and their persons, before those that every kind of record has."""

from django.urls import path

from wutong.attract.firms.access import can_merge
from wutong.foundation.ui.menu import Entry, register
from wutong.sites.desk.views import firm_dossier, firm_twins, people

register(
    Entry("疑似同一企业", "firm-twins", "copy", "企业", 81, lambda user: can_merge(user, None))
)

PAIR = "firm-twins/<int:first>-<int:second>"

urlpatterns = [
    path("contact-persons/full-export/", people.export, name="contact-persons-full-export"),
    path("contact-persons/<int:key>/opening/", people.opening, name="contact-persons-opening"),
    path("firms/<int:key>/", firm_dossier.page, name="firm"),
    path("firms/<int:key>/dossier/", firm_dossier.dossier, name="firm-dossier"),
    path("firm-twins/", firm_twins.listing, name="firm-twins"),
    path(f"{PAIR}/", firm_twins.pair, name="firm-twin"),
    path(f"{PAIR}/merger/", firm_twins.merging, name="firm-twin-merger"),
    path(f"{PAIR}/distinction/", firm_twins.distinction, name="firm-twin-distinction"),
    path("firm-mergers/", firm_twins.mergers, name="firm-mergers"),
    path("firm-mergers/<int:key>/splitting/", firm_twins.splitting, name="firm-merger-splitting"),
]
