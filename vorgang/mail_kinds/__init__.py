"""The mails of vorgang itself."""
