from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ProjectsConfig(AppConfig):
    name = "wutong.attract.projects"
    label = "projects"
    verbose_name = "项目"

    def ready(self) -> None:
        autodiscover_modules("gates")  # each app says what gates may ask of its rows
