"""What the documents for site owners say is what the code does."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from headache_relief.channels.shared.limits import Limits
from headache_relief.channels.web.wire import LARGEST_FRAME
from headache_relief.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
EMBEDDING = (ROOT / "docs/embedding.md").read_text()
NGINX = (ROOT / "deploy/nginx.conf").read_text()
OPTIONS = (ROOT / "widget/src/options.ts").read_text()


def fences(text: str, language: str) -> list[str]:
    """The contents of the fenced blocks of a language; they may stand within a list."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)
    return [re.sub(rf"^{space}", "", block, flags=re.MULTILINE) for space, block in found]


def test_every_attribute_of_the_tag_is_explained() -> None:
    listed = re.search(r"ATTRIBUTES = \[(.*?)\]", OPTIONS, re.DOTALL)
    assert listed is not None
    known = {f"data-{name}" for name in re.findall(r'"([\w-]+)"', listed[1])}
    assert set(re.findall(r"^\| `(data-[\w-]+)=", EMBEDDING, re.MULTILINE)) == known


@pytest.mark.parametrize("document", ["embedding.md", "proxy.md"])
def test_settings_shown_can_be_used(document: str) -> None:
    shown = fences((ROOT / "docs" / document).read_text(), "yaml")
    assert shown
    for block in shown:
        Settings.parse_obj(YAML(typ="safe").load(block))


@pytest.mark.parametrize("document", ["embedding.md", "proxy.md"])
def test_a_link_of_a_document_leads_to_a_file(document: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / "docs" / document).read_text())
    assert links
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []


def value(name: str) -> str:
    """What a directive of the example has, where it stands first."""
    found = re.search(rf"^\s*{name}\s+(.*?);", NGINX, re.MULTILINE)
    assert found is not None, name
    return found[1]


def test_the_proxy_lets_through_what_the_assistant_takes_and_no_more() -> None:
    size = value("client_max_body_size")
    assert size.endswith("k")
    assert int(size[:-1]) * 1024 == LARGEST_FRAME
    connections = int(value("limit_conn").split()[-1])
    assert Limits().connections_of_an_address <= connections <= 100


def test_the_proxy_never_passes_on_what_callers_claim_about_their_address() -> None:
    # A location that sets any header inherits none of the others.
    places = re.findall(r"location [^{]*\{(.*?)\n    \}", NGINX, re.DOTALL)
    setting = [place for place in places if "proxy_set_header" in place]
    assert setting
    for place in [NGINX.split("location ")[0], *setting]:
        assert re.search(r"proxy_set_header X-Forwarded-For\s+\$remote_addr;", place)
        assert re.search(r'proxy_set_header Forwarded\s+"";', place)


def test_the_proxys_log_names_nobody() -> None:
    kept = re.search(r"log_format \w+ '(.*?)'", NGINX)
    assert kept is not None
    assert not re.search(r"addr|args|request |request_uri|referer|agent|cookie", kept[1])


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_nginx_takes_the_example(tmp_path: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
        + ["-subj", "/CN=assistant.example.org"]
        + ["-keyout", str(tmp_path / "privkey.pem"), "-out", str(tmp_path / "fullchain.pem")],
        check=True,
        capture_output=True,
    )
    site = NGINX.replace("/etc/letsencrypt/live/assistant.example.org", str(tmp_path))
    site = site.replace("/var/log/nginx", str(tmp_path))
    (tmp_path / "site.conf").write_text(site)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{kind}_temp_path {tmp_path}/{kind}; " for kind in kinds)
    whole = f"pid {tmp_path}/pid; events {{}} http {{ {folders} include {tmp_path}/site.conf; }}"
    (tmp_path / "nginx.conf").write_text(whole)
    ended = subprocess.run(
        ["nginx", "-t", "-c", str(tmp_path / "nginx.conf"), "-e", str(tmp_path / "errors")],
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr
    assert "[warn]" not in ended.stderr
