"""The addresses of stages and gates, and their entry in the menu."""

from django.urls import path

from wutong.foundation.ui.menu import Entry, register
from wutong.sites.desk.views import gates

register(Entry("阶段与门槛", "gates", "checklist", "调度", 42))

urlpatterns = [
    path("gates/", gates.listing, name="gates"),
    path("gates/new/", gates.create, name="gates-new"),
    path("gates/<int:key>/successor/", gates.successor, name="gate-successor"),
    path("gates/<int:key>/ending/", gates.ending, name="gate-ending"),
    path("stages/", gates.stages, name="stages"),
    path("stages/new/", gates.stage_create, name="stages-new"),
    path("stages/<int:key>/successor/", gates.stage_successor, name="stage-successor"),
]
