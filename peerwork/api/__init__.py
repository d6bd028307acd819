"""Floor 6: the REST API: the only importer of rest_framework."""
