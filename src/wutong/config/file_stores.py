"""Where uploaded files are kept: below the data directory, or where WUTONG_S3_BUCKET says."""

import os
from pathlib import Path
from typing import Any


def file_store(place: Path) -> dict[str, Any]:
    """Return the store of files as `STORAGES` takes it."""
    bucket = os.environ.get("WUTONG_S3_BUCKET")
    if not bucket:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": place,
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        }
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": os.environ.get("WUTONG_S3_ENDPOINT"),
            "region_name": os.environ.get("WUTONG_S3_REGION"),
            "access_key": os.environ.get("WUTONG_S3_KEY"),
            "secret_key": os.environ.get("WUTONG_S3_SECRET"),
            "addressing_style": "path",
            "default_acl": None,
            "file_overwrite": False,
        },
    }
