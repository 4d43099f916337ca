"""A survey on a page: Survey and Answers to HTML, form to Answers and Problems."""
