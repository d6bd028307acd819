"""The pages of supervision: sessions and records, the diary, looking at practice, and what leads see."""
