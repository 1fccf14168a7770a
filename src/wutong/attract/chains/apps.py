from django.apps import AppConfig


class ChainsConfig(AppConfig):
    name = "wutong.attract.chains"
    label = "chains"
    verbose_name = "产业链"
