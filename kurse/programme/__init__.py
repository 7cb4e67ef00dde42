"""What visitors find: the courses on offer, their facets, their order and their feed."""
