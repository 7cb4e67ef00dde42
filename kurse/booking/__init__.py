"""A booking from request to erasure: the verbs that move it, and what they stand on."""
