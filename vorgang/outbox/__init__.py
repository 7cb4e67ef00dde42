"""Mails: queued with what caused them, rendered when they go, and what comes back."""
