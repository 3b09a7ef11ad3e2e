"""The demo site and the page for site owners."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from headache_relief.knowledge.clinical_files import load_knowledge
from headache_relief.site.routes import DEMO, PAGES, policy
from tests.site.conftest import Site
from tests.site.running import WIDGET


class Seen(HTMLParser):
    """The tags of a page, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.inline = ""
        self._within = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self._within = tag
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within in {"script", "style"}:
            self.inline += data.strip()

    def addresses(self) -> list[str]:
        """What the page loads or leads to."""
        return [each[name] for _, each in self.tags for name in ("src", "href") if name in each]


@pytest.fixture(params=sorted(DEMO))
def address(request: pytest.FixtureRequest) -> str:
    return request.param


def test_a_page_forbids_everything_that_is_not_its_own(site: Site, address: str) -> None:
    answer = site.get(address)
    told = answer.headers["content-security-policy"]
    assert "default-src 'none'" in told
    assert "'unsafe" not in told
    assert "*" not in told
    assert "frame-ancestors 'none'" in told
    assert f"connect-src 'self' ws://127.0.0.1:{site.port};" in told
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_forged_host_does_not_get_into_the_policy(site: Site, address: str) -> None:
    answer = site.get(address, Host="evil.example; script-src *")
    assert "evil" not in answer.headers["content-security-policy"]
    assert b"evil" not in answer.body


def test_a_policy_names_the_sockets_of_a_server_with_https() -> None:
    assert "connect-src 'self' wss://helper.example;" in policy("https://helper.example")


def test_a_page_holds_no_script_or_style_of_its_own(site: Site, address: str) -> None:
    seen = Seen(site.get(address).body.decode())
    assert seen.inline == ""
    attributes = {name for _, each in seen.tags for name in each}
    assert not {name for name in attributes if name == "style" or name.startswith("on")}


def test_everything_that_a_page_needs_comes_from_the_same_server(site: Site, address: str) -> None:
    seen = Seen(site.get(address).body.decode())
    for found in seen.addresses():
        if found.startswith(("#", "tel:", "mailto:")):
            continue
        path = found.removeprefix(site.url)
        assert path.startswith("/"), found
        assert site.get(path).status == 200, found


def test_no_field_of_a_page_is_left_unfilled(site: Site, address: str) -> None:
    assert b"{{" not in site.get(address).body


def test_links_within_a_page_lead_somewhere(site: Site, address: str) -> None:
    seen = Seen(site.get(address).body.decode())
    there = {each.get("id") for _, each in seen.tags}
    wanted = {found[1:] for found in seen.addresses() if found.startswith("#")}
    assert wanted
    assert wanted <= there


def test_every_picture_has_words_or_is_marked_as_decoration(site: Site, address: str) -> None:
    seen = Seen(site.get(address).body.decode())
    pictures = [each for tag, each in seen.tags if tag == "img"]
    assert pictures
    assert all("alt" in each for each in pictures)


def test_the_demo_site_is_embedded_by_the_widgets_own_tag(site: Site) -> None:
    page = site.get("/").body.decode()
    assert page.count("<script") == 1
    assert WIDGET.tag(site.url) in page


def test_the_owners_page_offers_every_country_with_a_known_number(site: Site) -> None:
    page = site.get("/for-site-owners").body.decode()
    offered = re.search(r'data-countries="([^"]*)"', page)
    assert offered is not None
    assert set(offered[1].split()) == set(load_knowledge().emergency_numbers)
    assert f'data-integrity="{WIDGET.files[WIDGET.launcher].integrity}"' in unescape(page)


@pytest.mark.parametrize(
    "path",
    [
        "/site/index.html",
        "/site/../routes.py",
        "/site/..%2froutes.py",
        "/site/%2e%2e/routes.py",
        "/site/..%5croutes.py",
        "/site//etc/passwd",
        "/site/%2fetc%2fpasswd",
        "/site/",
        "/site",
        "/index.html",
        "/settings.yml",
        "/headache_relief.db",
        "/.cache/web_key",
    ],
)
def test_no_other_file_can_be_had(site: Site, path: str) -> None:
    answer = site.get(path)
    assert answer.status == 404
    assert b"root:" not in answer.body
    assert b"import" not in answer.body


def test_a_page_is_sent_again_only_when_it_changed(site: Site, address: str) -> None:
    first = site.get(address)
    again = site.get(address, If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["content-security-policy"]


def test_pages_only_answer_to_reading(site: Site, address: str) -> None:
    assert site.get(address, "POST").status == 405
    head = site.get(address, "HEAD")
    assert (head.status, head.body) == (200, b"")


def test_the_practice_is_made_up_and_claims_nothing() -> None:
    words = " ".join((PAGES / name).read_text().lower() for name in DEMO.values())
    assert not re.search(r"\b(cure|cures|heal|heals|guaranteed?)\b", words)
    # Numbers that are kept free for stories, and a name that can't be bought.
    assert re.findall(r"tel:([+\d]+)", words) == ["+441632960147"]
    assert set(re.findall(r"@([\w.-]+\w)", words)) == {"stillwater.example"}
