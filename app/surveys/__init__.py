"""What a survey is: read from paper, checked, routed and answered. Pure: no web, no database."""
