"""Background work: a job row is the truth."""
