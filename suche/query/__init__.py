"""What a query may mean: its words, what each may stand for, and how well a document answers it."""
