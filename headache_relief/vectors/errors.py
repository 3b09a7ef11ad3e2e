"""What stops sentence vectors from being made."""


class VectorsError(Exception):
    """Sentence vectors can't be made; the message is one sentence with the mend."""
