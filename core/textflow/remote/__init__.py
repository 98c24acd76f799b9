"""Files in stores, such as S3: found, read and written by what fsspec has for them."""
