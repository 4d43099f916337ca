"""The yardstick: what Flask itself costs for the same survey, on this machine, now.

One page, rendered once and kept; a signed token spliced in; answers checked by a table; one INSERT. It knows
nothing of pages, drafts, languages, accounts or encryption, and nothing of Speir.
"""
