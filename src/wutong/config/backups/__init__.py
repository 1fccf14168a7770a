"""Backups: one .zip with the database, the files, the trail's key and digests, and a manifest."""
