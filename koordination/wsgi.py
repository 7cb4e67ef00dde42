"""The WSGI application that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from koordination.backups import in_use

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koordination.settings.production")
# What is loaded is no garbage: looking for some took a quarter of the time of every start.
gc.disable()
application = get_wsgi_application()
gc.enable()
# In gunicorn's first process; its forks share the lock.
in_use.hold()
