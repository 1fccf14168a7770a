"""The settings of tests: the service's own, on data of their own, without slow hashing.

WUTONG_TEST_DATABASE_URL   the server to test on; without it, SQLite files in a temporary folder
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

HERE = Path(tempfile.mkdtemp(prefix="wutong-test-"))
atexit.register(shutil.rmtree, HERE, ignore_errors=True)

for name in ("DATABASE_URL", *(n for n in os.environ if n.startswith("WUTONG_"))):
    if not name.startswith(("WUTONG_TEST_", "WUTONG_SCREENSHOTS")):
        os.environ.pop(name, None)  # a developer's own service is not what is tested
os.environ["WUTONG_DATA_DIR"] = str(HERE)
if url := os.environ.get("WUTONG_TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = url
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs an event loop

from wutong.config.settings import *  # noqa: E402, F403
from wutong.config.settings import DATABASES, STORAGES  # noqa: E402

if not url:
    # A file, since what several threads do at once is tested too.
    DATABASES["default"]["TEST"] = {"NAME": str(HERE / "test.sqlite3")}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False  # a test of lock-outs switches it on
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True  # no walk through node_modules for every test client
