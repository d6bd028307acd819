"""Who may see and do what in training: each part keeps its own rules; read at start-up from here."""

from peerwork.training.certificates import policy as certificates_policy  # noqa: F401
from peerwork.training.checking import policy as checking_policy  # noqa: F401
from peerwork.training.cohorts import policy as cohorts_policy  # noqa: F401
from peerwork.training.curricula import policy as curricula_policy  # noqa: F401
from peerwork.training.library import policy as library_policy  # noqa: F401
from peerwork.training.needs import policy as needs_policy  # noqa: F401
from peerwork.training.pathways import policy as pathways_policy  # noqa: F401
