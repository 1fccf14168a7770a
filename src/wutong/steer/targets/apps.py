from django.apps import AppConfig


class TargetsConfig(AppConfig):
    name = "wutong.steer.targets"
    label = "targets"
    verbose_name = "目标任务"
