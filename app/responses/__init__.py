"""The writing side: drafts, codes to finish later, paper and keying in, submitted responses, receipts."""
