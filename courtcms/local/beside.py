"""Commands beside the running demo, with its environment: `python -m courtcms.local manage verify_log`."""

import json
import os
import subprocess
import sys

from courtcms.local.places import default_home
from courtcms.local.preparation import manage


def main(words: list[str]) -> int:
    """Run manage.py on the demo's own data."""
    path = default_home() / "run" / "environment.json"
    if not path.exists():
        print(f"No demo was started in {default_home()} yet: run make demo first.", file=sys.stderr)
        return 1
    return subprocess.run(manage(words), env=os.environ | json.loads(path.read_text()), check=False).returncode
