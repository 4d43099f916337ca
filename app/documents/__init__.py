"""HTML to tagged PDF; the only room that knows WeasyPrint."""
