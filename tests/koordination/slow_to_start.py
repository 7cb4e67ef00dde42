"""The site as it starts when something computes while it is loaded: the negative control of its start."""

import time

from benchmarks.yardstick import MARGIN
from koordination.wsgi import application  # noqa: F401 - what gunicorn serves

# Longer than the site may take to start (tests/koordination/test_speed.py).
SECONDS = 3 * MARGIN

while time.process_time() < SECONDS:
    pass
