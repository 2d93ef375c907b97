-- Images of before there was a history. Their files keep the names that they have in the store.

UPDATE generation.images AS image
SET mode = coalesce(job.request ->> 'mode', ''), prompt = coalesce(job.request ->> 'prompt', ''),
    took_ms = greatest(0, least(extract(epoch FROM job.finished_at - job.created_at) * 1000, 2147483647))::int,
    name = to_char(job.created_at AT TIME ZONE 'UTC', 'YYYY/MM/DD/') || 'gen_' || image.job_id || CASE WHEN image.image > 1 THEN '_' || image.image ELSE '' END || '.png'
FROM generation.jobs AS job WHERE job.id = image.job_id;

INSERT INTO generation.history_counts (account_id, mode, images, took_ms)
SELECT account_id, mode, count(*), sum(took_ms) FROM generation.images WHERE duration_ms IS NULL AND deleted_at IS NULL GROUP BY account_id, mode;
