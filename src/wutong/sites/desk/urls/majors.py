"""The addresses of major projects, and their entry in the menu."""

from django.urls import path

from wutong.foundation.ui.menu import Entry, register
from wutong.sites.desk.views import majors

register(Entry("重大项目", "majors", "star", "项目", 12))

urlpatterns = [
    path("majors/", majors.listing, name="majors"),
    path("projects/<int:key>/major/", majors.tagging, name="project-major"),
    path("major-tags/<int:key>/withdrawal/", majors.untagging, name="major-tag-withdrawal"),
]
