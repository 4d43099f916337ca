"""What a board did about what it heard, its public register, and who wants to be told."""
