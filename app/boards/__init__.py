"""The 31 integration authorities, their localities, and which of them a postcode belongs to."""
