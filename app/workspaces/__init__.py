"""Pages that look across slices."""
