"""Comments: read by an analyst, cleared of personal data, sorted by theme, quoted in a report."""
