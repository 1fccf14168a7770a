from django.apps import AppConfig


class AftercareConfig(AppConfig):
    name = "wutong.serve.aftercare"
    label = "aftercare"
    verbose_name = "企业服务"
