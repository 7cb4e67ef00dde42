"""`make serve` begins nothing that it would leave behind."""

import socket

import pytest
from django.core.management import CommandError, call_command


def test_a_port_that_is_taken_is_told_before_a_worker_is_started(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"

    with socket.create_server(("127.0.0.1", 0)) as other:
        address = f"127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(CommandError, match=f"Unter {address} läuft schon ein Server"):
            call_command("serve", address)

    assert not settings.VAR_DIR.exists()
