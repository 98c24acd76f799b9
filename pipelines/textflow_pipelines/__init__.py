"""Ready pipelines and their sample inputs."""
