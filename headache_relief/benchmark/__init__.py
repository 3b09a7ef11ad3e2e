"""Measures the assistant beside the stock bot that `rasa init` makes, in one run."""

from headache_relief.benchmark.run import run

__all__ = ["run"]
