"""What the files of deploy/ promise, as far as it can be read from them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


def variables(text: str) -> set[str]:
    return set(re.findall(r"^([A-Z_]+)=", text, re.MULTILINE))


def test_the_example_names_every_variable_that_must_be_set():
    example = variables((DEPLOY / "koordination.env.example").read_text(encoding="utf-8"))
    production = (ROOT / "koordination/settings/production.py").read_text(encoding="utf-8")

    required = set(re.findall(r'required\("([A-Z_]+)"\)', production)) | {"SITE_URL"}

    assert required - example == set()


def test_the_example_holds_no_secret():
    example = (DEPLOY / "koordination.env.example").read_text(encoding="utf-8")

    assert re.findall(r"^(?:SECRET_KEY|METRICS_TOKEN|SENTRY_DSN)=(.+)$", example, re.MULTILINE) == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_runs_without_rights_it_does_not_need(unit):
    text = unit.read_text(encoding="utf-8")

    assert {
        "User=koordination",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateTmp=yes",
        "PrivateDevices=yes",
        "UMask=0027",
        "Restart=always",
    } <= set(text.splitlines())
    assert "EnvironmentFile=/etc/koordination/koordination.env" in text


def test_there_is_a_unit_for_the_web_and_one_for_the_worker():
    assert [unit.name for unit in UNITS] == ["koordination-web@.service", "koordination-worker.service"]


def container_lines() -> list[str]:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_the_container_runs_as_nobody_special():
    lines = container_lines()

    assert [line for line in lines if line.startswith("USER ")] == ["USER 10001:10001"]
    assert lines.index("USER 10001:10001") < next(i for i, line in enumerate(lines) if line.startswith("CMD "))


def test_images_have_a_version():
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    foreign = [service["image"] for service in compose["services"].values() if not service["image"].startswith("koord")]
    bases = [line.split()[1] for line in container_lines() if line.startswith("FROM ")]

    assert [image for image in foreign + bases if not re.search(r":\d", image)] == []


def test_our_containers_are_read_only_and_have_no_capability():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]

    for name in ("migrate", "web", "worker"):
        service = services[name]
        assert (service["user"], service["read_only"], service["cap_drop"]) == ("10001:10001", True, ["ALL"]), name


def test_only_nginx_can_be_reached_from_outside():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]

    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]


def test_the_data_services_cannot_reach_the_internet():
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))

    inside = [name for name, service in compose["services"].items() if service["networks"] == ["inside"]]
    assert compose["networks"]["inside"] == {"internal": True}
    assert inside == ["migrate", "web", "postgresql", "valkey", "elasticsearch"]


def test_a_probe_of_a_port_where_nobody_listens_fails():
    probe = [sys.executable, str(DEPLOY / "probe.py"), "http://127.0.0.1:9/healthz"]

    assert subprocess.run(probe, env={**os.environ, "ALLOWED_HOSTS": "x.example"}, check=False).returncode == 1


def test_every_variable_of_the_example_stands_in_the_handbook():
    example = variables((DEPLOY / "koordination.env.example").read_text(encoding="utf-8"))
    handbook = (ROOT / "docs/betrieb.md").read_text(encoding="utf-8")

    assert sorted(name for name in example if f"`{name}`" not in handbook) == []
