-- Names lead to their images by the file's name, and any piece of a prompt to an account's images by its trigrams.

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

CREATE INDEX ix_images_file_name ON generation.images (account_id, (substring(name FROM 12))) WHERE deleted_at IS NULL AND duration_ms IS NULL;

CREATE INDEX ix_images_prompt ON generation.images USING gin (account_id, prompt gin_trgm_ops) WHERE deleted_at IS NULL AND duration_ms IS NULL;
