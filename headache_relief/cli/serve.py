"""`headache-relief serve`."""

from __future__ import annotations

from typing import Annotated

import typer

from headache_relief.settings import load_settings

IN_PROCESS = "in-process"
NONE_GIVEN = -1


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 5005,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    actions: Annotated[
        str,
        typer.Option(
            metavar="in-process|URL",
            help="Where custom actions run: in this process, or on an action server at this URL.",
        ),
    ] = IN_PROCESS,
    rest: Annotated[
        bool,
        typer.Option(
            "--rest",
            help="Open the REST channel too, for programs on this machine: it has no sessions, so "
            "it is refused in production.",
        ),
    ] = False,
    workers: Annotated[
        int,
        typer.Option(
            min=1, max=64, help="How many processes answer side by side; needs PostgreSQL above 1."
        ),
    ] = 1,
    listener: Annotated[int, typer.Option(hidden=True)] = NONE_GIVEN,
) -> None:
    """Start the assistant; Ctrl-C stops it.

    It is ready once it has answered a message of its own.
    """
    if actions != IN_PROCESS and not actions.startswith(("http://", "https://")):
        raise typer.BadParameter(
            f"write {IN_PROCESS} or an address such as http://127.0.0.1:5055/webhook",
            param_hint="--actions",
        )
    from headache_relief.serving.address import Address
    from headache_relief.serving.arithmetic import calculate_in_one_thread
    from headache_relief.serving.exposure import check_exposure
    from headache_relief.serving.model import ModelFiles

    calculate_in_one_thread()
    address = Address(host, port)
    # What would refuse to start refuses at once, before Rasa is imported.
    settings = load_settings()
    check_exposure(address, settings, rest)
    ModelFiles().existing_model()
    action_server = None if actions == IN_PROCESS else actions
    if listener != NONE_GIVEN:
        from headache_relief.serving.server import run_server

        run_server(address, action_server, say=say_nothing, rest=rest, given=listener)
        return
    address.reserve().close()
    if workers > 1:
        from headache_relief.serving.workers.running import check_workers, run_workers

        check_workers(settings)
        options = ["--port", str(port), "--host", host, "--actions", actions]
        run_workers(address, workers, options + ["--rest"] * rest, settings, say=typer.echo)
        return
    from headache_relief.serving.server import run_server

    run_server(address, action_server, say=typer.echo, rest=rest)


def say_nothing(_: str) -> None:
    """What a worker tells the person who started it: its parent does that."""
