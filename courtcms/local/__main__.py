"""`python -m courtcms.local <door>`: the doors of the launcher."""

import sys

from courtcms.local import beside, services, up

DOORS = {
    "up": up.main,
    "manage": beside.main,
    "run-with-services": services.main,
}


def main() -> int:
    """Open the door that was named."""
    door = DOORS.get(sys.argv[1]) if len(sys.argv) > 1 else None
    if door is None:
        print(f"usage: python -m courtcms.local {{{','.join(DOORS)}}} …", file=sys.stderr)
        return 2
    return door(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
