"""Several dates by one rule, and what stands in their way."""
