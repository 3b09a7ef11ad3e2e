"""The widget's files as browsers get them, and the tag that embeds them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from headache_relief.site.answers import takes_gzip
from headache_relief.site.widget import WidgetMissing, load_widget
from tests.site.conftest import Site
from tests.site.running import LAUNCHER, PANEL, WIDGET

AT = "/widget/headache-chat.js"
PANEL_AT = "/widget/headache-chat-0a1b2c.js"


@pytest.mark.parametrize("path", [AT, PANEL_AT])
def test_other_sites_may_load_a_file_and_check_its_integrity(site: Site, path: str) -> None:
    answer = site.get(path, Origin="https://www.practice.example")
    assert answer.status == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_launcher_is_looked_for_anew_soon_and_the_rest_never(site: Site) -> None:
    assert site.get(AT).headers["cache-control"] == "public, max-age=300"
    assert "immutable" in site.get(PANEL_AT).headers["cache-control"]


def test_a_file_is_packed_for_browsers_that_take_it(site: Site) -> None:
    plain = site.get(AT)
    packed = site.get(AT, Accept_Encoding="br, gzip")
    assert plain.body == LAUNCHER.content
    assert "content-encoding" not in plain.headers
    assert packed.body == LAUNCHER.compressed
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "accepted, packed",
    [
        ("gzip", True),
        ("deflate, GZIP;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("x-gzip", False),
        ("", False),
    ],
)
def test_packing_follows_what_the_browser_accepts(accepted: str, packed: bool) -> None:
    assert takes_gzip(accepted) is packed


def test_an_unchanged_file_is_not_sent_again(site: Site) -> None:
    tag = site.get(AT).headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}'):
        again = site.get(AT, If_None_Match=known)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == tag
        # A 304 without it would forbid the page what it has already.
        assert again.headers["access-control-allow-origin"] == "*"
    assert site.get(AT, If_None_Match='"other"').status == 200


def test_the_plain_and_the_packed_form_are_known_by_different_tags(site: Site) -> None:
    plain = site.get(AT)
    packed = site.get(AT, Accept_Encoding="gzip")
    assert plain.headers["etag"] != packed.headers["etag"]


def test_asking_only_for_headers_tells_the_length(site: Site) -> None:
    head = site.get(AT, "HEAD")
    assert head.body == b""
    assert head.headers["content-length"] == str(len(LAUNCHER.content))


@pytest.mark.parametrize(
    "path",
    [
        "/widget/",
        "/widget/manifest.json",
        "/widget/package.json",
        "/widget/../settings.yml",
        "/widget/..%2fpackage.json",
        "/widget/%2e%2e%2f%2e%2e%2fsettings.yml",
        "/widget/..\\package.json",
        "/widget/%2fetc%2fpasswd",
        "/widget/headache-chat.js%00.txt",
        "/widget/headache-chat.js/",
    ],
)
def test_nothing_but_the_built_files_can_be_had(site: Site, path: str) -> None:
    answer = site.get(path)
    assert answer.status == 404 or answer.body == LAUNCHER.content
    assert b"root:" not in answer.body


def test_a_tag_pinned_to_this_build_carries_its_hash() -> None:
    assert WIDGET.tag("https://helper.example") == (
        '<script src="https://helper.example/widget/headache-chat.js" defer></script>'
    )
    assert WIDGET.tag("https://helper.example", pinned=True) == (
        '<script src="https://helper.example/widget/headache-chat.js" '
        'integrity="sha384-launcher" crossorigin="anonymous" defer></script>'
    )


def built(folder: Path) -> Path:
    """A folder as the build leaves it."""
    for name, file in WIDGET.files.items():
        (folder / name).write_bytes(file.content)
    manifest = {
        "version": "1.2.3",
        "launcher": WIDGET.launcher,
        "files": {name: {"integrity": file.integrity} for name, file in WIDGET.files.items()},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def test_the_built_files_are_read_and_packed(tmp_path: Path) -> None:
    widget = load_widget(built(tmp_path))
    assert widget.version == "1.2.3"
    panel = widget.files["headache-chat-0a1b2c.js"]
    assert (panel.content, panel.integrity) == (PANEL.content, PANEL.integrity)
    assert gzip.decompress(panel.compressed) == PANEL.content


@pytest.mark.parametrize("gone", ["manifest.json", "headache-chat.js", "everything"])
def test_a_widget_that_is_not_built_names_the_command_that_builds_it(
    tmp_path: Path, gone: str
) -> None:
    folder = built(tmp_path)
    if gone == "everything":
        folder = folder / "nowhere"
    else:
        (folder / gone).unlink()
    with pytest.raises(WidgetMissing, match="not built: run `make setup`"):
        load_widget(folder)


def test_a_manifest_cut_off_in_the_middle_counts_as_not_built(tmp_path: Path) -> None:
    (built(tmp_path) / "manifest.json").write_text('{"version": "1.2')
    with pytest.raises(WidgetMissing, match="make setup"):
        load_widget(tmp_path)
