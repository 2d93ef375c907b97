-- The tiers of NanoBanana.Contracts.Billing.Tiers, as the functions read them; a test keeps the two equal.
INSERT INTO billing.tiers (name, monthly_credits, is_capped) VALUES
    ('free', 1000, true), ('hobby', 10000, true), ('pro', 40000, true),
    ('payg', 0, false), ('enterprise', 0, false), ('operator', 0, false);
