"""Say in one line why the local run cannot go on."""


class CannotRun(Exception):
    """Something outside our code stands in the way; ``code`` becomes the exit code."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code
