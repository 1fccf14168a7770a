"""The words by which leads are told apart and rules apply to them."""

from __future__ import annotations

from django.db import models


class Sector(models.TextChoices):
    MANUFACTURING = "manufacturing", "制造业"
    DATA = "data", "数据产业"
    AGRICULTURE = "agriculture", "农业"
    TOURISM = "tourism", "文旅"
    ENERGY = "energy", "能源"
    SERVICES = "services", "服务业"
    OTHER = "other", "其他"
    UNKNOWN = "", "未填"


class Circumstance(models.TextChoices):
    """What may shut a lead out; `NONE` says that somebody looked and found nothing."""

    NONE = "none", "没有下列情形"
    STATE_FUNDED = "state_funded", "财政投资项目"
    OUTLET = "outlet", "纯服务网点"
    HOUSING = "housing", "房地产开发"
    SIGNED = "signed", "已经签约的项目"
    EXPANSION = "expansion", "落地企业增资扩产"
    UNKNOWN = "", "未填"
