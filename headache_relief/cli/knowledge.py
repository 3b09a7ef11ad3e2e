"""`headache-relief knowledge check` and `headache-relief knowledge schema`."""

from __future__ import annotations

import typer

app = typer.Typer(help="Check the clinical facts in data/.", no_args_is_help=True)


@app.command()
def check() -> None:
    """Read every fact strictly and say, one sentence a fault, what does not fit together."""
    from headache_relief.knowledge.checks import check_all

    faults = check_all()
    for fault in faults:
        typer.echo(fault, err=True)
    if faults:
        raise typer.Exit(1)
    typer.echo("The knowledge files fit together.")


@app.command()
def schema() -> None:
    """Write the JSON Schemas that editors use to data/knowledge/schema."""
    from headache_relief.knowledge.schemas import write_schemas

    for path in write_schemas():
        typer.echo(path)
