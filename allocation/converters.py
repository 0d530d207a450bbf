class DrawNumber:
    """The number of a draw in an address: the first 20 hex digits of its record's hash."""

    regex = "[0-9a-f]{20}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
