"""What a judgement consists of, as plain records."""
