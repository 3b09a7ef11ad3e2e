"""A report as one HTML page that needs no other file and no network."""

from __future__ import annotations

from pathlib import Path
from typing import Optional, Sequence

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from headache_relief.evaluation.comparing import Comparison
from headache_relief.evaluation.rendering import plots
from headache_relief.evaluation.report import Group
from headache_relief.evaluation.robustness import NoiseRow


def page(
    groups: Sequence[Group],
    noise: Sequence[NoiseRow] = (),
    comparison: Optional[Comparison] = None,
) -> str:
    """The whole report as HTML."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html").render(
        groups=groups, noise=noise, comparison=comparison, plots=plots
    )
