"""What the pages of the knowledge base show beside their own texts."""
