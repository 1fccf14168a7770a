"""The addresses of the phone's pages (外勤), and of what they ask for and send."""

from typing import Any

from django.urls import path

from wutong.foundation.ui.menu import Entry, register
from wutong.sites.desk.views.field import asking, photos, sending, shell
from wutong.sites.desk.views.outreach import packs


def may_log(official: Any) -> bool:
    return bool(official.holds("outreach.keep"))


register(Entry("外勤（手机）", "field", "device-mobile", "对接", 58, may_log))

urlpatterns = [
    path("field/", shell.page, {"name": "field"}, name="field"),
    path("field/log/", shell.page, {"name": "field-log"}, name="field-log"),
    path("field/outbox/", shell.page, {"name": "field-outbox"}, name="field-outbox"),
    path("field/steps/", shell.page, {"name": "field-steps"}, name="field-steps"),
    path("field/packs/", shell.page, {"name": "field-packs"}, name="field-packs"),
    path("field/packs/told/", packs.listing, name="field-packs-told"),
    path("field/packs/<int:key>/", packs.told, name="field-pack-told"),
    path("field/sw.js", shell.worker, name="field-worker"),
    path("field/manifest.webmanifest", shell.manifest, name="field-manifest"),
    path("field/me/", asking.me, name="field-me"),
    path("field/firms/", asking.register, name="field-firms"),
    path("field/visits/", sending.visits, name="field-visits"),
    path("field/visits/<uuid:client_key>/photos/", sending.photos, name="field-photos"),
    path("field/steps/<int:key>/completion/", sending.completion, name="field-completion"),
    path(
        "interactions/<int:key>/photos/<int:file>/withdrawal/",
        photos.withdrawal,
        name="interactions-photo-withdrawal",
    ),
]
