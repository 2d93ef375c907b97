-- Any piece of a name, a description or a prompt to what has it, by its trigrams. Searches that no index finds walk along ix_projects_newest and
-- ix_prompts_owner instead.

CREATE INDEX ix_projects_search ON generation.projects USING gin (search_text gin_trgm_ops);

CREATE INDEX ix_prompts_search ON generation.prompts USING gin (owner, search_text gin_trgm_ops);
