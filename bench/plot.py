"""A plot in which a registered case waits until the measuring draws it."""

AT_ONCE: dict[str, list[str]] = {}
AFTER: dict[str, list[str]] = {}
