-- The tier of accounts that were deleted.
INSERT INTO billing.tiers (name, monthly_credits, is_capped) VALUES ('closed', 0, true);
