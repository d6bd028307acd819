"""Coming back after time away: a conversation, and hours that grow again and then end by themselves."""
