-- Version 1 of the price table. A model that makes nothing below 1K has a price for 512 as well, at the cost of its 1K: a request for
-- 512 pixels is served from that. The two models of a single size are asked for 1K only.
-- Provider costs are the list prices of November 2026 in millionths of a dollar an image.
INSERT INTO billing.prices (version, model, resolution, kind, credits, provider_cost_micros, valid_from)
SELECT 1, cost.model, cost.resolution, 'image', charge.credits, cost.micros, timestamptz '2026-01-01 00:00:00Z'
FROM (VALUES
    ('sandbox-1', '512', 0), ('sandbox-1', '1K', 0), ('sandbox-1', '2K', 0), ('sandbox-1', '4K', 0),
    ('gemini-nano-banana-2.1', '512', 33600), ('gemini-nano-banana-2.1', '1K', 33600),
    ('gemini-nano-banana-2.1', '2K', 50400), ('gemini-nano-banana-2.1', '4K', 75600),
    ('gemini-3.1-flash-image', '512', 45000), ('gemini-3.1-flash-image', '1K', 67000),
    ('gemini-3.1-flash-image', '2K', 101000), ('gemini-3.1-flash-image', '4K', 151000),
    ('gemini-3-pro-image', '512', 134000), ('gemini-3-pro-image', '1K', 134000),
    ('gemini-3-pro-image', '2K', 134000), ('gemini-3-pro-image', '4K', 240000),
    ('gemini-3.1-flash-lite-image', '1K', 34000),
    ('gemini-2.5-flash-image', '1K', 39000)
) AS cost (model, resolution, micros)
JOIN (VALUES ('512', 20), ('1K', 20), ('2K', 30), ('4K', 40)) AS charge (resolution, credits) USING (resolution);
