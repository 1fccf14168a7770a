from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "wutong.attract.outreach"
    label = "outreach"
    verbose_name = "招商活动"
