"""What recruitment makes known to the kit."""

from peerwork.recruitment.panels import registers as panel_registers  # noqa: F401  panels register themselves
