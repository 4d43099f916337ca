"""The writing side: drafts, submitted responses, receipts."""
