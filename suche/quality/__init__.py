"""How good the search is: judged queries, measurements and their history."""
