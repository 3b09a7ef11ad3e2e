"""The examples in deploy/ are whole, and give the assistant no right that it does not need."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Iterator

import pytest
import yaml

from tests.channels.web.widget import request
from tests.programs import Program, free_port

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
SYSTEMD = DEPLOY / "systemd"
BACKEND = """
import sys
from aiohttp import web

async def tell(_):
    return web.Response(text=sys.argv[1])

app = web.Application()
app.router.add_route("*", "/{path:.*}", tell)
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None)
"""


def manifests(kind: str) -> list[Any]:
    """All Kubernetes manifests of a kind."""
    files = [yaml.safe_load_all(path.read_text()) for path in DEPLOY.glob("kubernetes/*.yaml")]
    return [each for file in files for each in file if each["kind"] == kind]


def test_pods_have_no_root_no_writable_disk_and_limits() -> None:
    pods = [each["spec"]["template"]["spec"] for each in manifests("StatefulSet")]
    pods += [each["spec"]["template"]["spec"] for each in manifests("Deployment")]
    assert len(pods) == 2
    for pod in pods:
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["automountServiceAccountToken"] is False
        for container in pod["containers"]:
            assert container["securityContext"]["readOnlyRootFilesystem"] is True
            assert container["securityContext"]["allowPrivilegeEscalation"] is False
            assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
            assert set(container["resources"]["limits"]) == {"cpu", "memory"}


def test_a_pod_is_asked_for_a_real_turn_and_has_time_to_end() -> None:
    (worker,) = manifests("StatefulSet")
    pod = worker["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert container["readinessProbe"]["httpGet"]["path"] == "/health/ready"
    assert container["livenessProbe"]["httpGet"]["path"] == "/health/live"
    assert container["lifecycle"]["preStop"]
    assert pod["terminationGracePeriodSeconds"] >= 40
    given = {each["name"]: each.get("value") for each in container["env"]}
    assert given["HEADACHE_RELIEF_MONITORED_FROM"]  # else the probes are not answered
    (service,) = [s for s in manifests("Service") if s["spec"].get("clusterIP") == "None"]
    assert service["spec"]["publishNotReadyAddresses"] is True  # danger, while nobody is ready


def test_no_example_holds_a_secret() -> None:
    for path in DEPLOY.rglob("*"):
        if path.is_file():
            found = re.findall(
                r"(?i)(?:password|web_key|_token)\s*[:=]\s*([^\s$?]+)", path.read_text()
            )
            assert found == [], path


def test_the_compose_file_runs_the_assistant_without_rights() -> None:
    file = yaml.safe_load((DEPLOY / "container" / "compose.yml").read_text())
    assistant = file["services"]["assistant"]
    assert assistant["read_only"] is True and assistant["cap_drop"] == ["ALL"]
    assert assistant["user"].startswith("10001") and assistant["mem_limit"]
    assert all(port.startswith("127.0.0.1:") for port in assistant["ports"])
    assert "ports" not in file["services"]["database"]
    assert re.search(r"^USER 10001$", (DEPLOY / "container" / "Dockerfile").read_text(), re.M)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    program = tmp_path / "headache-relief"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for unit in SYSTEMD.iterdir():
        text = unit.read_text().replace("/srv/headache-relief/.venv/bin", str(tmp_path))
        name = unit.name.replace("@.", "@5005.")
        (tmp_path / name).write_text(text)
    units = [str(path) for path in tmp_path.iterdir() if path != program]
    assert len(units) == 3
    ended = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True
    )
    said = [line for line in ended.stderr.splitlines() if "headache-relief" in line]
    assert ended.returncode == 0 and said == [], ended.stderr


@pytest.fixture
def two_workers(tmp_path: Path) -> Iterator[list[Program]]:
    """Two programs that answer with their ports."""
    (tmp_path / "backend.py").write_text(BACKEND)
    backend = tmp_path / "backend.py"
    started = [
        Program([str(port)], port, tmp_path / "output", program=[sys.executable, str(backend)])
        for port in (free_port(), free_port())
    ]
    yield started
    for each in started:
        each.stop()


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_nginx_leads_a_talk_to_one_worker_and_to_the_other_when_that_is_gone(
    two_workers: list[Program], tmp_path: Path
) -> None:
    port = free_port()
    site = (DEPLOY / "nginx.conf").read_text()
    site = re.sub(r"server \{\s*listen 80;.*?\n\}\n", "", site, flags=re.DOTALL)
    site = re.sub(r"\s*(ssl_\w+|listen \[::\]\S*|add_header)\b[^;]*;", "", site)
    first, second = two_workers
    for wanted, put in (
        ("listen 443 ssl;", f"listen 127.0.0.1:{port};"),
        ("server 127.0.0.1:5005", f"server 127.0.0.1:{first.port}"),
        ("# server 127.0.0.1:5006", f"server 127.0.0.1:{second.port}"),
        ("/var/log/nginx", str(tmp_path)),
        ("rate=10r/s", "rate=1000r/s"),
    ):
        assert wanted in site
        site = site.replace(wanted, put)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{kind}_temp_path {tmp_path}/{kind}; " for kind in kinds)
    whole = tmp_path / "nginx.conf"
    whole.write_text(
        f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/errors; events {{}}\n"
        f"http {{ {folders}\n{site} }}"
    )
    nginx = Program(["-c", str(whole)], port, tmp_path / "nginx-output", program=["nginx"])
    try:

        def worker(path: str, method: str = "GET") -> int:
            return int(request(f"{nginx.url}/webhooks/web/{path}", method).body)

        routes = {route: worker(f"history?route={route}") for route in map(str, range(20))}
        assert set(routes.values()) == {first.port, second.port}
        for route, port_of_route in routes.items():
            assert {worker(f"socket.io/?EIO=4&route={route}"), worker(f"erase?route={route}")} == {
                port_of_route
            }
        first.stop()
        assert {worker(f"erase?route={route}", "POST") for route in routes} == {second.port}
    finally:
        nginx.end()
