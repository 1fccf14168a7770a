from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "wutong.attract.projects"
    label = "projects"
    verbose_name = "项目"
