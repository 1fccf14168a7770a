"""The dossier of one project (项目档案): all that is known of it, as of any day."""
