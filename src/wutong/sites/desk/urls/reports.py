"""The addresses of reports, their versions and templates, and their entry in the menu."""

from django.urls import path

from wutong.foundation.ui.menu import Entry, register
from wutong.sites.desk.views import report_templates, report_versions, reports

register(Entry("报告", "reports", "file-text", "报告", 10))

urlpatterns = [
    path("reports/", reports.listing, name="reports"),
    path("reports/templates/<int:key>/edit/", report_templates.edit, name="report-template"),
    path(
        "reports/templates/<int:key>/preview/",
        report_templates.preview,
        name="report-template-preview",
    ),
    path(
        "reports/templates/<int:key>/restoration/",
        report_templates.restoration,
        name="report-template-restoration",
    ),
    path("reports/versions/<int:key>/", report_versions.version, name="report-version"),
    path(
        "reports/versions/<int:key>/comparison/",
        report_versions.comparison,
        name="report-comparison",
    ),
    path("reports/versions/<int:key>/slots/<str:slot>/", report_versions.slot, name="report-slot"),
    path(
        "reports/versions/<int:key>/slots/<str:slot>/rows.xlsx",
        report_versions.slot_file,
        name="report-slot-rows",
    ),
    path(
        "reports/versions/<int:key>/report.<slug:form>",
        report_versions.version_file,
        name="report-version-file",
    ),
    path("reports/<slug:code>/<str:period>/", reports.report, name="report"),
    path(
        "reports/<slug:code>/<str:period>/finalisation/",
        reports.finalisation,
        name="report-finalisation",
    ),
    path(
        "reports/<slug:code>/<str:period>/report.<slug:form>",
        reports.report_file,
        name="report-file",
    ),
]
