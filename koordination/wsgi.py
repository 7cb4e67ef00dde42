"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from koordination.backups import in_use

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koordination.settings.production")
application = get_wsgi_application()
# In gunicorn's first process; its forks share the lock.
in_use.hold()
