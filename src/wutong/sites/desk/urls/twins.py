"""The addresses of what may be one project, of mergers and of shared credit; their menu entry."""

from django.urls import path

from wutong.foundation.ui.menu import Entry, register
from wutong.sites.desk.views import twins

register(Entry("疑似重复", "twins", "copy", "项目", 14))

PAIR = "twins/<int:first>-<int:second>"

urlpatterns = [
    path("twins/", twins.listing, name="twins"),
    path(f"{PAIR}/", twins.pair, name="twin"),
    path(f"{PAIR}/merger/", twins.merging, name="twin-merger"),
    path(f"{PAIR}/distinction/", twins.distinction, name="twin-distinction"),
    path("mergers/", twins.mergers, name="mergers"),
    path("mergers/<int:key>/splitting/", twins.splitting, name="merger-splitting"),
    path("projects/<int:key>/credit/", twins.credit, name="project-credit"),
    path("projects/<int:key>/credit/total/", twins.credit_total, name="project-credit-total"),
]
