"""Keys that nobody has to invent: made once, kept where only the service may read."""

import secrets
from pathlib import Path


def kept_key(path: Path) -> str:
    """Return the key in `path`, made at the first asking (64 hexadecimal digits, mode 0600)."""
    try:
        handle = path.open("x", encoding="ascii")
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with handle:
        path.chmod(0o600)
        key = secrets.token_hex(32)
        handle.write(key)
    return key
