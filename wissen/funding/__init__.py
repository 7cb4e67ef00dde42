"""The funding finder: which programmes there are, for whom, how much, until when."""
