"""One tag, everywhere: in the README, on the demo site, and in what the server prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from headache_relief.serving.address import Address
from headache_relief.serving.server import where_to_go
from headache_relief.settings import Settings
from tests.site.conftest import Site
from tests.site.running import LAUNCHER, WIDGET

ROOT = Path(__file__).resolve().parents[2]
USUAL = Address("127.0.0.1", 5005)
TAG = re.compile(r"<script [^>]*headache-chat\.js[^>]*></script>")


def tags(text: str) -> list[str]:
    """The widget's tags in a text."""
    return TAG.findall(text)


def test_the_readme_shows_the_tag_of_the_demo_site(site: Site) -> None:
    shown = tags((ROOT / "README.md").read_text())
    used = tags(site.get("/").body.decode())
    assert len(shown) == len(used) == 1
    assert shown[0] == used[0].replace(site.url, USUAL.url)


def test_the_server_prints_that_tag_pinned_to_the_build() -> None:
    printed = tags("\n".join(where_to_go(USUAL, Settings(), WIDGET)))
    shown = tags((ROOT / "README.md").read_text())
    pin = f' integrity="{LAUNCHER.integrity}" crossorigin="anonymous"'
    assert [tag.replace(pin, "") for tag in printed] == shown
    assert pin in printed[0]


def test_the_server_prints_where_the_pages_are() -> None:
    printed = "\n".join(where_to_go(USUAL, Settings(), WIDGET))
    assert f"Open {USUAL.url} in a browser" in printed
    assert f"{USUAL.url}/for-site-owners" in printed


def test_in_production_the_server_prints_version_and_hash_and_no_address_of_a_page() -> None:
    printed = "\n".join(where_to_go(USUAL, Settings(production=True), WIDGET))
    assert WIDGET.version in printed
    assert f'integrity="{LAUNCHER.integrity}" crossorigin="anonymous"' in printed
    assert "for-site-owners" not in printed
    assert tags(printed) == []


@pytest.mark.parametrize("document", ["docs/embedding.md"])
def test_the_documents_show_the_tag_with_another_address(document: str) -> None:
    shown = tags((ROOT / document).read_text())
    assert shown[0] == WIDGET.tag("https://assistant.example.org")
    pinned = WIDGET.tag("https://assistant.example.org", pinned=True)
    assert shown[1] == pinned.replace(LAUNCHER.integrity, "sha384-...")
    assert len(shown) == 2
