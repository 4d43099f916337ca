"""What many answers say: laid out in bytes, counted, and made safe to publish. Pure."""
