"""The few things that can go wrong in a service, as plain exceptions.

They carry a sentence for a person. The web turns each into a page and the command line into an
exit code, once; nothing below knows about either.
"""


class SpeirError(Exception):
    """Something a person can be told about, in `message`."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(SpeirError):
    """The person is known, the thing is theirs to see, and this act is not theirs to do."""


class NotFound(SpeirError):
    """No such thing, or none that this person may know of."""


class Conflict(SpeirError):
    """The act does not fit the state that things are in, e.g. a survey that has closed."""


class Invalid(SpeirError):
    """What was handed in cannot be used as it is; the message says how to mend it."""


class NotNow(SpeirError):
    """It did not work this time and may later: a job that raises it is tried again, after some minutes."""
