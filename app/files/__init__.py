"""Files that are kept in the installation's data folder: whole, or not there at all."""
