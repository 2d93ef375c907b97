-- Version 3 of the price table: version 2, and the sandbox's video at every step that it films now. Like all that costs us nothing it is one credit.
INSERT INTO billing.prices (version, model, resolution, kind, credits, provider_cost_micros, valid_from)
SELECT 3, model, resolution, kind, credits, provider_cost_micros, timestamptz '2026-11-02 00:00:00Z' FROM billing.prices WHERE version = 2
UNION ALL
SELECT 3, 'sandbox-video-1', step, 'video', 1, 0, timestamptz '2026-11-02 00:00:00Z' FROM unnest(ARRAY['720p', '1080p', '4K']) AS step;
