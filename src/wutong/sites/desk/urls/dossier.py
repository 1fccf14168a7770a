"""The addresses of a project's dossier (项目档案), before those that every record has."""

from django.urls import path

from wutong.sites.desk.views import dossier

urlpatterns = [
    path("projects/<int:key>/dossier/", dossier.dossier, name="dossier"),
    path("projects/<int:key>/dossier.docx", dossier.word, name="dossier-word"),
]
