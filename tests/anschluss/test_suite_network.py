"""The suite talks to its own machine only (reliability S19): whatever tries to leave it fails, in every test."""

import socket

import pytest
from pytest_socket import SocketConnectBlockedError


@pytest.mark.goal("S19")
@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_no_test_reaches_another_machine(measured):
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)

    measured("die ganze Suite ohne Verbindung zu einem anderen Rechner")
