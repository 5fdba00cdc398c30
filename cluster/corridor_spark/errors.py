"""What goes wrong, as one clear sentence each."""


class CorridorError(Exception):
    """The request or its data frame is at fault; said before any job where it can be known."""


class ProgramMissing(CorridorError):
    """The program is not where it was said to be, or cannot be run there."""


class ProgramFailed(CorridorError):
    """The program ended in a way that no single series explains; the text is its stderr."""
