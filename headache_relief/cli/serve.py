"""`headache-relief serve`."""

from __future__ import annotations

from typing import Annotated

import typer

from headache_relief.settings import load_settings

IN_PROCESS = "in-process"


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
    from headache_relief.serving.exposure import check_exposure
    from headache_relief.serving.model import ModelFiles

    address = Address(host, port)
    # What would refuse to start refuses at once, before Rasa is imported.
    settings = load_settings()
    check_exposure(address, settings, rest)
    ModelFiles().existing_model()
    address.reserve().close()

    from headache_relief.serving.server import run_server

    action_server = None if actions == IN_PROCESS else actions
    run_server(address, action_server, say=typer.echo, rest=rest)
