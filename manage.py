#!/usr/bin/env python
"""The command line of CourtCMS."""

import os
import sys

from django.core.management import execute_from_command_line

from courtcms.local import up

if __name__ == "__main__":
    # Before Django, whose settings need what `up` makes first.
    if sys.argv[1:2] == ["up"]:
        sys.exit(up.main(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courtcms.settings")
    execute_from_command_line(sys.argv)
