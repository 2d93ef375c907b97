-- What settling or releasing answers for each job, in any order: "place" is its place among them.
CREATE OR REPLACE FUNCTION billing.closed_holds(p_job_ids uuid[], p_state text, p_closed_now uuid[])
RETURNS TABLE (place int, outcome text, charged int, available bigint, returned int, first_time boolean) LANGUAGE sql STABLE AS $$
    SELECT ask.place::int,
        CASE WHEN hold.job_id IS NULL THEN 'not_found' WHEN hold.state = p_state THEN 'closed' ELSE 'contradicts' END,
        coalesce(hold.charged, 0), coalesce(account.available, 0), coalesce(hold.credits - hold.charged, 0),
        coalesce(ask.job_id = ANY (p_closed_now), false)
    FROM unnest(p_job_ids) WITH ORDINALITY AS ask (job_id, place)
    LEFT JOIN billing.holds hold ON hold.job_id = ask.job_id
    LEFT JOIN billing.accounts account ON account.id = hold.account_id
$$;
