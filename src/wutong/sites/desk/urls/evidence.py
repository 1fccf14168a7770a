"""The addresses of evidence and of files, before those that every kind of record has."""

from django.urls import path

from wutong.sites.desk.views import evidence, files

ONE = "evidence/<int:key>/"

urlpatterns = [
    path("evidence/new/", evidence.create, name="evidence-new"),
    path(ONE, evidence.detail, name="evidence-detail"),
    path(f"{ONE}edit/", evidence.edit, name="evidence-edit"),
    path(f"{ONE}withdrawal/", evidence.withdrawal, name="evidence-withdrawal"),
    path(f"{ONE}certification/", evidence.certification, name="evidence-certification"),
    path(
        f"{ONE}certification-withdrawal/",
        evidence.certification_withdrawal,
        name="evidence-certification-withdrawal",
    ),
    path(
        f"{ONE}files/<int:file>/withdrawal/",
        evidence.file_withdrawal,
        name="evidence-file-withdrawal",
    ),
    path("files/<int:key>/", files.download, name="file"),
    path("files/<int:key>/inline/", files.inline, name="file-inline"),
    path("files/<int:key>/picture/", files.picture, {"size": "large"}, name="file-picture"),
    path("files/<int:key>/thumbnail/", files.picture, {"size": "small"}, name="file-thumbnail"),
]
