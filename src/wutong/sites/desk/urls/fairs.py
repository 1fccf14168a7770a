"""The addresses of fairs besides their records, and the entry of the follow-up in the menu."""

from django.urls import path

from wutong.foundation.ui.menu import Entry, register
from wutong.sites.desk.views.fairs import editions, following

register(Entry("节会跟踪", "fairs-followup", "chart-histogram", "对接", 67))

urlpatterns = [
    path("fairs/followup/", following.page, name="fairs-followup"),
    path("fairs/followup/export/", following.export, name="fairs-followup-export"),
    path("fairs/<int:key>/", editions.detail, name="fairs-detail"),
    path("fairs/<int:key>/ceremony.<slug:form>", editions.ceremony, name="fairs-ceremony"),
]
