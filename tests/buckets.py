"""An S3-compatible store of our own for the tests: moto's server on loopback, in memory only, thrown away."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import boto3

from tests.postgresql import free_port

NAME, KEY, SECRET = "koordination-medien", "pruefung", "nur-fuer-diese-pruefung"


@dataclass
class Bucket:
    """One bucket, private as a new one is."""

    url: str

    @cached_property
    def client(self):
        return boto3.client(
            "s3", endpoint_url=self.url, region_name="eu-central-1", aws_access_key_id=KEY, aws_secret_access_key=SECRET
        )

    @property
    def environment(self) -> dict[str, str]:
        """What a site needs to use it."""
        return {
            "S3_BUCKET": NAME,
            "S3_ENDPOINT_URL": self.url,
            "S3_ACCESS_KEY_ID": KEY,
            "S3_SECRET_ACCESS_KEY": SECRET,
        }

    def names(self) -> list[str]:
        return [entry["Key"] for entry in self.client.list_objects_v2(Bucket=NAME).get("Contents", [])]

    def read(self, name: str) -> bytes:
        return self.client.get_object(Bucket=NAME, Key=name)["Body"].read()

    def status_for_strangers(self, name: str) -> int:
        """Return what somebody without a signature is answered."""
        try:
            with urlopen(f"{self.url}/{NAME}/{name}", timeout=5) as answer:  # noqa: S310 - our own address
                return answer.status
        except HTTPError as error:
            return error.code


@contextmanager
def store() -> Iterator[Bucket]:
    """Start a store and yield its bucket."""
    port = free_port()
    program = [str(Path(sys.executable).parent / "moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        bucket = Bucket(f"http://127.0.0.1:{port}")
        wait_for(bucket.url)
        bucket.client.create_bucket(Bucket=NAME, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        yield bucket
    finally:
        process.kill()
        process.wait()


def wait_for(url: str) -> None:
    end_of_patience = time.monotonic() + 60
    while True:
        try:
            urlopen(url, timeout=5).close()  # noqa: S310 - our own address
        except URLError:
            assert time.monotonic() < end_of_patience, "the store did not start in time"
            time.sleep(0.1)
        else:
            return
