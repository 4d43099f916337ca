"""The ground of every page: language, security headers, errors, access marks. Knows no slice."""
