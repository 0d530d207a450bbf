"""The environment that the children, and commands beside them, find."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from courtcms.local import postgres, simulators, valkey
from courtcms.local.places import Home


def variables(
    home: Home,
    ports: simulators.Ports,
    secret: Mapping[str, str],
    given: Mapping[str, str],
) -> dict[str, str]:
    """Everything that settings read, made here unless it was given."""
    made = {
        "SECRET_KEY": secret["SECRET_KEY"],
        "COURTCMS_HOME": str(home.folder),
        "DATABASE_URL": postgres.url(home, secret["DATABASE_PASSWORD"]),
        "REDIS_URL": valkey.url(home, secret["VALKEY_PASSWORD"]),
        "DEMO": "1",
        "PORT": str(ports.web),
        "PUBLIC_URL": f"http://127.0.0.1:{ports.web}",
        "DJANGO_SETTINGS_MODULE": "courtcms.settings",
        **simulators.addresses(ports),
    }
    return {**os.environ, **made, **given, **comforts(home)}


def comforts(home: Home) -> dict[str, str]:
    """What programs expect of any machine: their own Python first in the path, a place for caches, a home."""
    cache = str(home.folder / "cache")
    search = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {
        "PATH": search,
        "XDG_CACHE_HOME": cache,
        "HOME": os.environ.get("HOME") or cache,
        "PYTHONUNBUFFERED": "1",
    }
