"""Standard input, output and error are there, whoever started the program."""

from __future__ import annotations

import os

STANDARD = (0, 1, 2)


def keep_standard_files() -> None:
    """Opens those that are closed on nothing.

    Else the next file that is opened takes the place of one of them, and what is printed or logged
    is written into it: into the database, perhaps.
    """
    for number in STANDARD:
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
