"""What the files of deploy/ promise, as far as it can be read from them."""

import os
import re
import shutil
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


def analyzed(command: str, unit: Path, folder: Path, *, text: str = "") -> str:
    """Return what systemd says about a unit whose programs are where this one's Python is."""
    if shutil.which("systemd-analyze") is None:
        if os.environ.get("CI"):
            pytest.fail("systemd-analyze fehlt in CI.")
        pytest.skip("Dieser Test braucht systemd-analyze: apt-get install systemd")
    copy = folder / unit.name.replace("@.", "@8001.")
    known = text or unit.read_text(encoding="utf-8")
    copy.write_text(known.replace("/srv/koordination/.venv/bin", str(Path(sys.executable).parent)))
    arguments = ["--man=no"] if command == "verify" else ["--offline=true"]
    run = subprocess.run(
        ["systemd-analyze", command, *arguments, str(copy)], capture_output=True, text=True, check=False
    )
    return "\n".join(line for line in (run.stdout + run.stderr).splitlines() if "koordination" in line)


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_has_nothing_to_say_about_a_unit(unit, tmp_path):
    assert analyzed("verify", unit, tmp_path) == ""


def test_systemd_would_say_what_it_does_not_know(tmp_path):
    """Negative control."""
    wrong = UNITS[1].read_text(encoding="utf-8").replace("NoNewPrivileges", "NoNewPriviledges")

    assert "NoNewPriviledges" in analyzed("verify", UNITS[1], tmp_path, text=wrong)


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_judges_a_unit_as_well_shut(unit, tmp_path):
    [exposure] = re.findall(r"exposure level for \S+: ([\d.]+)", analyzed("security", unit, tmp_path))

    assert float(exposure) <= 2


def names_in_code() -> set[str]:
    """Return every variable of the environment that our code reads."""
    settings = [*(ROOT / "koordination/settings").glob("*.py"), DEPLOY / "gunicorn.conf.py", DEPLOY / "probe.py"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in settings)
    return set(re.findall(r'"([A-Z][A-Z0-9_]{3,})"', text))


# What others read: the images, Python itself; and what compose asks its own environment for.
OF_OTHERS = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PATH"}
OF_ROOMS = ("KURSE_", "VORGANG_")


def test_every_variable_of_the_files_is_read_by_the_code():
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    container = re.findall(
        r"([A-Z][A-Z_]{3,})=", " ".join(line for line in container_lines() if line.startswith("ENV"))
    )
    example = variables((DEPLOY / "koordination.env.example").read_text(encoding="utf-8"))

    named = {*compose["x-koordination"]["environment"], *container, *example} - OF_OTHERS

    unread = {name for name in named - names_in_code() if not name.startswith(OF_ROOMS)}
    assert unread - {"DJANGO_SETTINGS_MODULE"} == set()


def test_services_wait_for_services_that_exist():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]

    assert {"postgresql", "valkey", "elasticsearch", "garage"} <= set(services)
    awaited = {name for service in services.values() for name in service.get("depends_on", {})}
    assert awaited - set(services) == set()


def test_the_files_say_that_no_image_was_built():
    texts = [(DEPLOY / name).read_text(encoding="utf-8") for name in ("Containerfile", "compose.yaml")]

    assert ["Nicht in der CI" in text for text in texts] == [True, True]


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

    assert [image for image in foreign + bases if not re.search(r":v?\d", image)] == []


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
    assert inside == ["migrate", "web", "postgresql", "valkey", "elasticsearch", "garage"]


def test_a_probe_of_a_port_where_nobody_listens_fails():
    probe = [sys.executable, str(DEPLOY / "probe.py"), "http://127.0.0.1:9/healthz"]

    assert subprocess.run(probe, env={**os.environ, "ALLOWED_HOSTS": "x.example"}, check=False).returncode == 1


def test_every_variable_of_the_example_stands_in_the_handbook():
    example = variables((DEPLOY / "koordination.env.example").read_text(encoding="utf-8"))
    handbook = (ROOT / "docs/betrieb.md").read_text(encoding="utf-8")

    assert sorted(name for name in example if f"`{name}`" not in handbook) == []
