"""The application itself, as the person who applies writes, sends and takes it back."""
