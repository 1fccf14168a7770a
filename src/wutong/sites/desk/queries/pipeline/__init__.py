"""The county's projects on their way (项目进度): by stage, by cohort, by month, by place."""
