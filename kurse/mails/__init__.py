"""The mails of this room and what each asks of a person next."""
