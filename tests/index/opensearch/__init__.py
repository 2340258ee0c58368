"""The first stage in an OpenSearch cluster."""
