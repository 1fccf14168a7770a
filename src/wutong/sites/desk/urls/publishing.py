"""The addresses of publishing, before those of its records."""

from django.urls import path

from wutong.foundation.ui.menu import Entry, register
from wutong.sites.desk.views import publishing

register(Entry("各渠道推送", "publication-reach", "broadcast", "项目", 91))

urlpatterns = [
    path("publications/new/", publishing.create, name="publications-new"),
    path("publications/channels/", publishing.channels, name="publication-reach"),
    path("publications/channels/<int:key>/", publishing.channel, name="publication-reach-of"),
    path("publications/<int:key>/proof/", publishing.proof, name="publication-proof"),
]
