"""The web application: the channels, answered by the assistant."""

from __future__ import annotations

from typing import Mapping

from rasa.core.channels.channel import InputChannel, register
from rasa.shared.utils.common import class_from_module_path
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, text

from headache_relief.channels.rest import RestChannel
from headache_relief.channels.web.origins import Origins
from headache_relief.channels.web.wire import LARGEST_FRAME
from headache_relief.knowledge.yaml_files import read_yaml
from headache_relief.serving.address import Address
from headache_relief.serving.assistant import Assistant
from headache_relief.serving.error_pages import ErrorPages
from headache_relief.serving.errors import ServingError
from headache_relief.serving.exposure import entrance_for, is_production
from headache_relief.serving.health import Health
from headache_relief.serving.house import house_for
from headache_relief.serving.monitoring import add_monitoring
from headache_relief.settings import ROOT, Settings
from headache_relief.site.routes import Fields, add_demo, add_widget
from headache_relief.site.widget import Widget

WEBHOOKS = "/webhooks/"
LARGEST_REST_MESSAGE = 1024 * 1024
SECONDS_TO_SEND_A_REQUEST = 20


def app_for(
    assistant: Assistant,
    address: Address,
    settings: Settings,
    widget: Widget,
    rest: bool = False,
) -> Sanic:
    """The application with the widget and the channels of credentials.yml.

    With `rest` there is a channel for programs too, and in development the demo site.
    """
    app = Sanic("headache_relief", configure_logging=False, error_handler=ErrorPages())
    app.config.REQUEST_MAX_SIZE = LARGEST_REST_MESSAGE if rest else LARGEST_FRAME
    app.config.REQUEST_TIMEOUT = SECONDS_TO_SEND_A_REQUEST
    app.config.WEBSOCKET_MAX_SIZE = LARGEST_FRAME
    app.config.PROXIES_COUNT = settings.trusted_proxies or None
    app.enable_websocket()
    app.ctx.agent = assistant.agent
    app.ctx.house = house_for(assistant, settings)
    app.ctx.entrance = entrance_for(address, settings)
    app.ctx.health = Health(assistant)

    add_monitoring(app, assistant, app.ctx.health, settings.monitored_from)
    add_widget(app, widget)
    if is_production(address, settings):
        app.add_route(is_running, "/")
    else:
        add_demo(app, page_fields(widget, address, app.ctx.entrance.origins))
    register([*channels(), *([RestChannel()] if rest else [])], app, WEBHOOKS)
    return app


def page_fields(widget: Widget, address: Address, own: Origins) -> Fields:
    """What fills the demo pages: the tag with the address that the browser came by."""

    def fields(request: Request) -> Mapping[str, str]:
        asked = f"http://{request.host}"
        server = asked if asked in own.allowed else address.url
        return {
            "tag": widget.tag(server),
            "server": server,
            "launcher": widget.launcher,
            "integrity": widget.files[widget.launcher].integrity,
            "version": widget.version,
        }

    return fields


async def is_running(_: Request) -> HTTPResponse:
    """What a browser at the root sees in production; the port opens once the assistant answers."""
    return text("The assistant is running.")


def channels() -> list[InputChannel]:
    """The channels of credentials.yml; ServingError names one that does not exist."""
    found = []
    for name, credentials in (read_yaml(ROOT / "credentials.yml") or {}).items():
        try:
            found.append(class_from_module_path(name).from_credentials(credentials))
        except (AttributeError, ImportError) as error:
            raise ServingError(
                f"credentials.yml names the channel {name}, which can't be found: "
                "write the full name of a channel's class."
            ) from error
    return found
