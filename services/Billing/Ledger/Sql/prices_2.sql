-- Version 2 of the price table: every model of every provider. An image is charged by its resolution whoever makes it; a second of video at
-- what it costs us. Costs are list prices of November 2026 in millionths of a dollar; a reseller without a list of its own, and a size
-- without one, stands at what its maker asks, or in proportion to its pixels.
INSERT INTO billing.prices (version, model, resolution, kind, credits, provider_cost_micros, valid_from)
SELECT 2, cost.model, cost.resolution, 'image', charge.credits, cost.micros, timestamptz '2026-11-01 00:00:00Z'
FROM (VALUES
    ('sandbox-1', '512', 0), ('sandbox-1', '1K', 0), ('sandbox-1', '2K', 0), ('sandbox-1', '4K', 0),
    ('gemini-nano-banana-2.1', '1K', 33600), ('gemini-nano-banana-2.1', '2K', 50400), ('gemini-nano-banana-2.1', '4K', 75600),
    ('gemini-3-pro-image', '1K', 134000), ('gemini-3-pro-image', '2K', 134000), ('gemini-3-pro-image', '4K', 240000),
    ('gemini-3.1-flash-lite-image', '1K', 34000),
    ('gemini-3.1-flash-image', '512', 45000), ('gemini-3.1-flash-image', '1K', 67000), ('gemini-3.1-flash-image', '2K', 101000), ('gemini-3.1-flash-image', '4K', 151000),
    ('gemini-2.5-flash-image', '1K', 39000),
    ('gpt-image-2.5-sunburst', '1K', 53000), ('gpt-image-2.5-sunburst', '2K', 210000), ('gpt-image-2.5-sunburst', '4K', 420000),
    ('gpt-image-2.5-flare', '1K', 53000), ('gpt-image-2.5-flare', '2K', 210000), ('gpt-image-2.5-flare', '4K', 420000),
    ('gpt-image-2', '1K', 53000), ('gpt-image-2', '2K', 210000), ('gpt-image-2', '4K', 420000),
    ('gpt-image-1.5', '1K', 50000),
    ('gpt-image-1', '1K', 63000),
    ('gpt-image-1-mini', '1K', 15000),
    ('google/gemini-3-pro-image', '1K', 134000), ('google/gemini-3-pro-image', '2K', 134000), ('google/gemini-3-pro-image', '4K', 240000),
    ('openai/gpt-image-2.5-flare', '1K', 53000), ('openai/gpt-image-2.5-flare', '2K', 210000), ('openai/gpt-image-2.5-flare', '4K', 420000),
    ('openai/gpt-image-2', '1K', 53000), ('openai/gpt-image-2', '2K', 210000), ('openai/gpt-image-2', '4K', 420000),
    ('black-forest-labs/flux-3-image', '1K', 48000), ('black-forest-labs/flux-3-image', '2K', 96000),
    ('flux-2-pro', '1K', 30000), ('flux-2-pro', '2K', 75000),
    ('flux-2-max', '1K', 70000), ('flux-2-max', '2K', 160000),
    ('flux-2-flex', '1K', 50000), ('flux-2-flex', '2K', 200000),
    ('flux-2-klein-9b', '1K', 15000), ('flux-2-klein-9b', '2K', 15000),
    ('flux-2-klein-4b', '1K', 14000), ('flux-2-klein-4b', '2K', 14000),
    ('flux-3-image', '1K', 48000), ('flux-3-image', '2K', 96000), ('flux-3-image', '4K', 192000),
    ('flux-kontext-pro', '1K', 40000),
    ('flux-kontext-max', '1K', 80000),
    ('flux-pro-1.1', '1K', 40000),
    ('flux-pro-1.1-ultra', '2K', 60000),
    ('flux-dev', '1K', 25000),
    ('nano-banana-2', '1K', 40000), ('nano-banana-2', '2K', 60000), ('nano-banana-2', '4K', 90000),
    ('nano-banana-pro', '1K', 90000), ('nano-banana-pro', '2K', 90000), ('nano-banana-pro', '4K', 120000),
    ('google/nano-banana', '1K', 20000),
    ('google/nano-banana-edit', '1K', 20000),
    ('gen4_image', '1K', 80000), ('gen4_image', '2K', 80000),
    ('gen4_image_turbo', '1K', 20000), ('gen4_image_turbo', '2K', 20000),
    ('gemini_image3_pro', '1K', 134000), ('gemini_image3_pro', '2K', 134000), ('gemini_image3_pro', '4K', 240000),
    ('gemini_image3.1_flash', '512', 45000), ('gemini_image3.1_flash', '1K', 67000), ('gemini_image3.1_flash', '2K', 101000), ('gemini_image3.1_flash', '4K', 151000),
    ('gemini_2.5_flash', '1K', 50000),
    ('gpt_image_2', '2K', 210000), ('gpt_image_2', '4K', 420000),
    ('seedream5_pro', '1K', 60000), ('seedream5_pro', '2K', 80000),
    ('seedream5_lite', '2K', 40000), ('seedream5_lite', '4K', 60000),
    ('kling-v3', '1K', 28000), ('kling-v3', '2K', 28000),
    ('kling-v2-1', '1K', 28000), ('kling-v2-1', '2K', 28000)
) AS cost (model, resolution, micros)
JOIN (VALUES ('512', 20), ('1K', 20), ('2K', 30), ('4K', 40)) AS charge (resolution, credits) USING (resolution)
UNION ALL
SELECT 2, cost.model, cost.resolution, 'video', greatest(1, ceil(cost.micros / 1000.0))::int, cost.micros, timestamptz '2026-11-01 00:00:00Z'
FROM (VALUES
    ('sandbox-video-1', '480p', 0),
    ('veo-3.1-generate-preview', '720p', 400000), ('veo-3.1-generate-preview', '1080p', 400000), ('veo-3.1-generate-preview', '4K', 600000),
    ('veo-3.1-fast-generate-preview', '720p', 100000), ('veo-3.1-fast-generate-preview', '1080p', 120000), ('veo-3.1-fast-generate-preview', '4K', 300000),
    ('veo-3.1-lite-generate-preview', '720p', 50000), ('veo-3.1-lite-generate-preview', '1080p', 80000),
    ('gen4.5', '720p', 120000),
    ('gen4_turbo', '720p', 50000),
    ('veo3.1', '720p', 400000), ('veo3.1', '1080p', 400000),
    ('veo3.1_fast', '720p', 150000), ('veo3.1_fast', '1080p', 150000),
    ('kling-3.0', '720p', 84000), ('kling-3.0', '1080p', 112000), ('kling-3.0', '4K', 420000),
    ('kling-3.0-omni', '720p', 84000), ('kling-3.0-omni', '1080p', 112000), ('kling-3.0-omni', '4K', 420000),
    ('kling-3.0-turbo', '720p', 112000), ('kling-3.0-turbo', '1080p', 140000),
    ('kling-2.6', '720p', 42000), ('kling-2.6', '1080p', 70000),
    ('kling-v2-6', '720p', 42000), ('kling-v2-6', '1080p', 70000),
    ('kling-v2-5-turbo', '720p', 42000), ('kling-v2-5-turbo', '1080p', 70000)
) AS cost (model, resolution, micros);
