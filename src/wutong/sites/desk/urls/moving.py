"""The addresses of a project's moves and waivers, before those that every kind of record has."""

from django.urls import path

from wutong.sites.desk.views import moving

ONE = "projects/<int:key>"

urlpatterns = [
    path(f"{ONE}/move/", moving.move, name="project-move"),
    path(f"{ONE}/leaving/", moving.leaving, name="project-leaving"),
    path(f"{ONE}/waivers/<int:gate>/", moving.waiver, name="project-waiver"),
    path("milestones/<int:key>/undoing/", moving.undoing, name="milestone-undoing"),
    path("milestones/<int:key>/withdrawal/", moving.undoing, name="milestone-withdrawal"),
    path("milestones/<int:key>/edit/", moving.amending, name="milestone-edit"),
    path("waivers/", moving.waivers, name="waivers"),
    path("waivers/<int:key>/withdrawal/", moving.waiver_withdrawal, name="waiver-withdrawal"),
]
