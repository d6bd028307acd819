"""What leaves for the public: the pack for freedom-of-information requests, open data, and the standard's file."""
