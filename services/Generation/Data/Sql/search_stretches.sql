-- What is public and what is an account's own are searched apart, each by its own index, so that what nobody else may see costs nobody else anything. Each row lies in one of
-- the two, as it lay in the one before: writing costs the same.
-- Building them lets reads go on and holds up writes to templates, then to projects, for some seconds for each million rows; history and calls do not wait. A version
-- before this one finds by them as well.

CREATE INDEX ix_templates_search_public ON generation.templates USING gin (search_text gin_trgm_ops) WHERE is_public;
CREATE INDEX ix_templates_search_own ON generation.templates USING gin (account_id, search_text gin_trgm_ops) WHERE NOT is_public;
DROP INDEX generation.ix_templates_search;

CREATE INDEX ix_projects_search_public ON generation.projects USING gin (search_text gin_trgm_ops) WHERE is_public;
CREATE INDEX ix_projects_search_own ON generation.projects USING gin (account_id, search_text gin_trgm_ops) WHERE NOT is_public;
DROP INDEX generation.ix_projects_search;
