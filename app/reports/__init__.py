"""The reading side: from published tallies to pages and papers."""
