"""What stops the assistant from being started or trained."""


class ServingError(Exception):
    """The assistant can't be started or trained; the message is one sentence with the mend."""
