"""The addresses of packaging, and its entry in the menu."""

from django.urls import path

from wutong.foundation.ui.menu import Entry, register
from wutong.sites.desk.views.packaging import following, proposals, reviewing

register(Entry("项目包装", "packaging", "package", "项目", 52))

ONE, RESERVE = "proposals/<int:key>", "reserves/<int:key>"
urlpatterns = [
    path("packaging/", reviewing.queue, name="packaging"),
    path("packaging/revisions/", following.revisions, name="packaging-revisions"),
    path("packaging/feedback/", following.feedback, name="packaging-feedback"),
    path("packaging/rubrics/", reviewing.rubrics, name="rubrics"),
    path("packaging/rubrics/new/", reviewing.new_rubric, name="rubrics-new"),
    path(f"{RESERVE}/packaging/", proposals.overview, name="reserve-packaging"),
    path(f"{RESERVE}/proposals/new/", proposals.start, name="proposals-new"),
    path(f"{RESERVE}/revision/", following.revision, name="reserve-revision"),
    path(f"{RESERVE}/dropping/", following.dropping, name="reserve-dropping"),
    path(f"{RESERVE}/interests/new/", following.new_interest, name="interests-new"),
    path("interests/<int:key>/end/", following.ending, name="interest-end"),
    path(f"{ONE}/", proposals.detail, name="proposal"),
    path(f"{ONE}/edit/", proposals.edit, name="proposal-edit"),
    path(f"{ONE}/arithmetic/", proposals.arithmetic, name="proposal-arithmetic"),
    path(f"{ONE}/picture/", proposals.picture, name="proposal-picture"),
    path(f"{ONE}/picture.jpg", proposals.picture_file, name="proposal-picture-file"),
    path(f"{ONE}/submission/", proposals.submission, name="proposal-submission"),
    path(f"{ONE}/appraisal/", reviewing.appraisal, name="proposal-appraisal"),
    path(f"{ONE}/conclusion/", reviewing.conclusion, name="proposal-conclusion"),
    path(f"{ONE}/publication/", proposals.publication, name="proposal-publication"),
    path(f"{ONE}/return/", proposals.sending_back, name="proposal-return"),
    path(f"{ONE}/comparison/", proposals.comparison, name="proposal-comparison"),
    path(f"{ONE}/card/", following.card, name="proposal-card"),
    path(f"{ONE}/card.<slug:form>", following.card_download, name="proposal-card-file"),
    path(f"{ONE}/push/", following.push, name="proposal-push"),
    path("cards/<str:code>/", following.public_card, name="card"),
    path("cards/<str:code>/card.<slug:form>", following.public_download, name="card-file"),
]
