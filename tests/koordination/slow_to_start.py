"""The site as it starts when something computes while it is loaded: the negative control of its start."""

import time

from koordination.wsgi import application  # noqa: F401 - what gunicorn serves

SECONDS = 4

while time.process_time() < SECONDS:
    pass
