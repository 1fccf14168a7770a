"""Every address of the desk."""

from django.contrib.auth.views import LogoutView
from django.urls import include, path

from wutong.sites.desk.views import accounts, home, index, months, rules, searching, signing, trail

urlpatterns = [
    path("", home.home, name="home"),
    path("login/", signing.SignIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", signing.password, name="password"),
    path("search/", searching.results, name="search"),
    path("names/<slug:slug>/", searching.names, name="names"),
    path("records/", index.listing, name="records"),
    path("months/", months.listing, name="months"),
    path("months/<int:year>-<int:month>/", months.reading, name="month"),
    path("months/<int:year>-<int:month>/closing/", months.closing, name="month-closing"),
    path("rules/new/", rules.create, name="rules-new"),
    path("rules/<int:key>/successor/", rules.successor, name="rules-successor"),
    path("trail/", trail.listing, name="trail"),
    path("trail/verification/", trail.verification, name="trail-verification"),
    path("roles/", accounts.roles, name="roles"),
    path("officials/", accounts.listing, name="officials"),
    path("officials/new/", accounts.create, name="officials-new"),
    path("officials/<int:key>/", accounts.detail, name="officials-detail"),
    path("officials/<int:key>/edit/", accounts.edit, name="officials-edit"),
    path("officials/<int:key>/password/", accounts.first_password, name="officials-password"),
    path("officials/<int:key>/grants/", accounts.grants, name="officials-grants"),
    path(
        "officials/<int:key>/grants/<int:grant>/revocation/",
        accounts.revocation,
        name="officials-revocation",
    ),
    path("", include("wutong.sites.desk.urls.imports")),
    path("", include("wutong.sites.desk.urls.figures")),
    path("", include("wutong.sites.desk.urls.reports")),
    path("", include("wutong.sites.desk.urls.evidence")),
    path("", include("wutong.sites.desk.urls.pipeline")),
    path("", include("wutong.sites.desk.urls.dossier")),
    path("", include("wutong.sites.desk.urls.packaging")),
    path("", include("wutong.sites.desk.urls.funds")),
    path("", include("wutong.sites.desk.urls.moving")),
    path("", include("wutong.sites.desk.urls.gates")),
    path("", include("wutong.sites.desk.urls.twins")),
    path("", include("wutong.sites.desk.urls.majors")),
    path("", include("wutong.sites.desk.urls.firms")),
    path("", include("wutong.sites.desk.urls.leads")),
    path("", include("wutong.sites.desk.urls.outreach")),
    path("", include("wutong.sites.desk.urls.fairs")),
    path("", include("wutong.sites.desk.urls.publishing")),
    path("", include("wutong.sites.desk.urls.field")),
    path("", include("wutong.sites.desk.urls.records")),
]
