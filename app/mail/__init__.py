"""One message out."""
