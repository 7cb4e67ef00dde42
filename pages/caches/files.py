"""The cache of a site on one host: files that all its processes read and count in, and that never fail a request."""

import logging
import os
import pickle
import random
import tempfile
import time
import zlib
from pathlib import Path

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache
from django.core.files import locks

logger = logging.getLogger(__name__)
# Looking for what can go means listing the folder, which takes longer than writing a file.
WRITES_BETWEEN_CULLS = 50


# Every page asks for the same few names of versions.
NAMES_KEPT = 100


class SharedFileCache(FileBasedCache):
    """Django's files with `add` and `incr` in one step each, as limits need them; a full disk means a miss."""

    def __init__(self, dir, params):
        super().__init__(dir, params)
        self._paths: dict[tuple, str] = {}

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        """Keep a value where there is none; of several processes at once exactly one is told True."""
        try:
            if self.has_key(key, version):  # takes an expired file away
                return False
            self._createdir()
            self._cull()
            descriptor, new = tempfile.mkstemp(dir=self._dir)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    self._write_content(file, timeout, value)
                # Fails where the name exists; renaming would replace what another process has begun to count.
                os.link(new, self._key_to_file(key, version))
            finally:
                Path(new).unlink()
        except FileExistsError:
            return False
        except OSError as error:
            tell(error)
        return True

    def incr(self, key, delta=1, version=None):
        """Add to a number and return it, without moving the moment it ends; raises ValueError where there is none."""
        try:
            with Path(self._key_to_file(key, version)).open("r+b") as file:
                locks.lock(file, locks.LOCK_EX)
                ends_at = pickle.load(file)  # noqa: S301 # nosec B301 # only this site writes into its folder
                if ends_at is not None and ends_at < time.time():
                    raise ValueError(f"{key} has ended")
                number = pickle.loads(zlib.decompress(file.read())) + delta  # noqa: S301 # nosec B301
                file.seek(0)
                file.write(pickle.dumps(ends_at, self.pickle_protocol))
                file.write(zlib.compress(pickle.dumps(number, self.pickle_protocol)))
                file.truncate()
                return number
        except (OSError, EOFError) as error:
            raise ValueError(f"{key} is not there") from error

    def get(self, key, default=None, version=None):
        try:
            return super().get(key, default, version)
        except OSError as error:
            tell(error)
            return default

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        try:
            super().set(key, value, timeout, version)
        except OSError as error:
            tell(error)
            # Rather nothing than the old value, which other processes would believe.
            self.delete(key, version)

    def _key_to_file(self, key, version=None):
        """Return the path of a key, worked out once for those that are asked for all the time."""
        path = self._paths.get((key, version))
        if path is None:
            if len(self._paths) >= NAMES_KEPT:
                self._paths.clear()
            path = self._paths[key, version] = super()._key_to_file(key, version)
        return path

    def _cull(self):
        if random.randrange(WRITES_BETWEEN_CULLS) == 0:  # noqa: S311 - no secret
            super()._cull()


def tell(error: OSError) -> None:
    logger.warning("The cache folder cannot be used: %s", error.strerror)
