"""What recruitment makes known to the kit and to lower apps."""

from peerwork.recruitment.starting import registers as starting  # noqa: F401  from the offer to the first day
