"""Made-up consultations and answers, so that a new user sees a whole Speir on the first start."""
