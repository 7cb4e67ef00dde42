"""The coordinator's desk in the CMS: forms, lists and pages that call the verbs of this room."""
