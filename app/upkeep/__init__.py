"""Looking after an installation: taking it away, bringing it back whole, deleting in time, what ails it."""
