"""The addresses of the pipeline (项目进度), and their entry in the menu."""

from django.urls import path

from wutong.foundation.ui.menu import Entry, register
from wutong.sites.desk.views.pipeline import board, charts, lists, maps

register(Entry("项目看板", "pipeline", "layout-kanban", "项目", 5))

urlpatterns = [
    path("pipeline/", board.board, name="pipeline"),
    path("pipeline/moves/<int:key>/", board.preview, name="pipeline-preview"),
    path("pipeline/projects/", lists.listing, name="pipeline-projects"),
    path("pipeline/projects/export/", lists.listing_export, name="pipeline-projects-export"),
    path("pipeline/funnel/", charts.funnel, name="pipeline-funnel"),
    path("pipeline/schedule/", charts.schedule, name="pipeline-schedule"),
    path("pipeline/map/", maps.places, name="pipeline-map"),
    path("pipeline/map/loading/", maps.loading, name="pipeline-map-loading"),
    path("pipeline/map/<str:digest>.json", maps.boundaries, name="pipeline-map-boundaries"),
    path("pipeline/stuck/", lists.stuck, name="pipeline-stuck"),
    path("pipeline/stuck/export/", lists.stuck_export, name="pipeline-stuck-export"),
]
