"""Each threat that docs/threat-model.md names is held by a test, and no other door is open."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from sanic import Sanic

from headache_relief.serving import web_app
from headache_relief.serving.address import Address
from headache_relief.settings import Settings
from headache_relief.site.widget import load_widget

ROOT = Path(__file__).resolve().parents[2]
TESTS = re.compile(r"^ *(?:async )?def (test_\w+)", re.MULTILINE)
EVERYWHERE = {
    "health/live",
    "health/ready",
    "metrics",
    "webhooks/slack",
    "webhooks/slack/events",
    "webhooks/telegram",
    "webhooks/telegram/update",
    "webhooks/web/erase",
    "webhooks/web/history",
    "webhooks/web/session",
    "webhooks/web/socket.io",
    "webhooks/web/transcript",
    "widget/<name:str>",
    "",
}
IN_DEVELOPMENT = {"for-site-owners", "site/<name:str>"}


def test_every_named_test_exists():
    named = re.findall(r"`(test_\w+)`", (ROOT / "docs/threat-model.md").read_text())
    files = (ROOT / "tests").rglob("test_*.py")
    written = {name for file in files for name in TESTS.findall(file.read_text())}
    assert len(named) > 25
    assert sorted(set(named) - written) == []


def test_every_row_names_a_test():
    rows = re.findall(r"^\| [STRIDE] \|.*$", (ROOT / "docs/threat-model.md").read_text(), re.M)
    assert rows and all("`test_" in row for row in rows)


@pytest.mark.parametrize("production", [True, False])
def test_only_known_addresses_are_served(production, monkeypatch):
    monkeypatch.setenv("HEADACHE_RELIEF_WEB_KEY", "k" * 48)
    monkeypatch.setattr(web_app, "house_for", lambda *unused: SimpleNamespace())
    monkeypatch.setattr(web_app, "Health", lambda *unused: SimpleNamespace())
    monkeypatch.setattr(web_app, "add_monitoring", _pages_of_monitoring)
    agent = SimpleNamespace(agent=None, store=None)
    app = web_app.app_for(
        agent, Address("127.0.0.1", 5005), Settings(production=production), load_widget()
    )
    Sanic._app_registry.pop(app.name)
    served = {route.path.rstrip("/") for route in app.router.routes}
    assert served <= EVERYWHERE | (set() if production else IN_DEVELOPMENT)
    assert "webhooks/web/session" in served


def _pages_of_monitoring(app: Sanic, *unused: object) -> None:
    """They want a loaded assistant; what they are is tested in test_monitoring.py."""
