"""How the libraries that calculate use the machine's cores."""

from __future__ import annotations

import os

# They read these once, when they are imported.
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")


def calculate_in_one_thread() -> None:
    """From now on, before NumPy is imported; whoever set a number of threads keeps it.

    A message's vectors are small: a second thread saves nothing, and on a busy machine each product
    waits milliseconds for it.
    """
    for name in THREADS:
        os.environ.setdefault(name, "1")
