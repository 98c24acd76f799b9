"""JSON Schemas of the pipeline file, the record, the layers and the options."""
