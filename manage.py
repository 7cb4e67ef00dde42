#!/usr/bin/env python
"""Run a management command of the assembled site."""

import gc
import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koordination.settings.dev")
    # What is loaded is no garbage: looking for some took a quarter of the time of every start.
    gc.disable()
    from django.core.management import ManagementUtility

    class Utility(ManagementUtility):
        def fetch_command(self, subcommand):
            """Return the command, once everything is loaded."""
            gc.freeze()
            gc.enable()
            return super().fetch_command(subcommand)

    Utility(sys.argv).execute()
