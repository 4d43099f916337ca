"""Looking after an installation: taking it away safely, bringing it back whole, saying what ails it."""
