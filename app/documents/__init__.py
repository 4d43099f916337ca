"""HTML to tagged PDF, and QR codes; the only room that knows WeasyPrint."""
