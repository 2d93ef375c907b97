SELECT coalesce(ceil(extract(epoch FROM now() - least(
    (SELECT min(turn) FROM generation.accounts WHERE ready_interactive),
    (SELECT min(turn) FROM generation.accounts WHERE ready_single),
    (SELECT min(turn) FROM generation.accounts WHERE ready_batch)))), 0)::int
