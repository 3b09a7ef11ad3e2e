"""The demo site and a small stand-in for the widget, without the assistant: `... running PORT`."""

from __future__ import annotations

import sys

from sanic import Sanic

from headache_relief.site.routes import add_demo, add_widget
from headache_relief.site.widget import File, Widget

LAUNCHER = File(b"launch()" * 100, b"packed launcher", "sha384-launcher")
PANEL = File(b"panel()", b"packed panel", "sha384-panel")
WIDGET = Widget(
    "1.2.3",
    "headache-chat.js",
    {"headache-chat.js": LAUNCHER, "headache-chat-0a1b2c.js": PANEL},
)


def run(port: int) -> None:
    """Serves on this machine until it is killed."""
    app = Sanic("site", configure_logging=False)
    server = f"http://127.0.0.1:{port}"
    fields = {
        "tag": WIDGET.tag(server),
        "server": server,
        "launcher": WIDGET.launcher,
        "integrity": LAUNCHER.integrity,
        "version": WIDGET.version,
    }
    add_widget(app, WIDGET)
    add_demo(app, lambda _: fields)
    app.run("127.0.0.1", port, access_log=False, motd=False)


if __name__ == "__main__":
    run(int(sys.argv[1]))
