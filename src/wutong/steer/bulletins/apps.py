from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "wutong.steer.bulletins"
    label = "bulletins"
    verbose_name = "报告"
