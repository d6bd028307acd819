"""How each kind of extract is read: only the columns needed are looked at, all others are dropped unread."""
