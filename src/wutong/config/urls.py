"""Every address of the county: the desk's, and with it each app's own."""

from django.urls import include, path

urlpatterns = [path("", include("wutong.sites.desk.urls"))]
