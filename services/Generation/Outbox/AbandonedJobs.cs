using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Errors;
using Npgsql;

namespace NanoBanana.Generation.Outbox;

/// <summary>Finds, among jobs with an open hold, those that will never close it themselves, and sees to it that it gets closed.</summary>
internal sealed class AbandonedJobs(NpgsqlDataSource database)
{
    /// <summary>
    /// Jobs that were never stored get a tombstone and a release; jobs that ended and whose message is gone get it again. Running and
    /// waiting jobs are left alone. The result is how many messages were written.
    /// </summary>
    public async Task<int> CloseAsync(IReadOnlyList<OpenHold> holds, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            WITH hold AS (SELECT * FROM unnest(@jobs, @accounts, @credits) AS h (job_id, account_id, credits)),
            tombstone AS (
                INSERT INTO generation.jobs (id, account_id, state, request, image_count, held_credits, charged_credits, price_version,
                    provider_cost_micros, error_code, finished_at)
                SELECT job_id, account_id, 'cancelled', '{}', 0, credits, 0, 0, 0, 'abandoned', now() FROM hold
                ON CONFLICT (id) DO NOTHING
                RETURNING id),
            unsettled AS (
                SELECT job.id, job.state, job.error_code, job.key_id, job.provider, job.model, job.provider_cost_micros, job.request ->> 'mode' AS mode,
                    job.created_at, to_char(job.finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS completed_at, job.finished_at,
                    EXISTS (
                        SELECT FROM generation.attempts AS made WHERE made.job_id = job.id AND made.state = 'succeeded'
                          AND (made.provider, made.model) <> (job.route #>> '{steps,0,provider}', job.route #>> '{steps,0,model}')) AS fallback,
                    results.results, results.results * coalesce((job.route #>> '{steps,0,seconds}')::int, 1) AS units
                FROM generation.jobs AS job JOIN hold ON hold.job_id = job.id
                CROSS JOIN LATERAL (SELECT count(*) AS results FROM generation.images WHERE job_id = job.id) AS results
                WHERE job.state IN ('succeeded', 'failed', 'cancelled')
                  AND NOT EXISTS (SELECT 1 FROM generation.outbox WHERE job_id = job.id)
                  AND NOT EXISTS (SELECT 1 FROM tombstone WHERE id = job.id))
            INSERT INTO generation.outbox (job_id, kind, payload, tries, next_try_at)
            SELECT id, 'release', '{}', 0, now() FROM tombstone
            UNION ALL
            SELECT id, CASE WHEN units > 0 THEN 'settle' ELSE 'release' END,
                CASE WHEN units > 0 THEN
                    jsonb_build_object('job_id', id, 'key_id', key_id, 'units', units, 'results', results, 'provider', provider, 'model', model,
                        'provider_cost_micros', provider_cost_micros, 'mode', mode, 'fallback', fallback,
                        'duration_ms', (extract(epoch FROM finished_at - created_at) * 1000)::int, 'completed_at', completed_at)
                WHEN state = 'failed' AND error_code IS DISTINCT FROM @untried THEN
                    jsonb_build_object('failure', jsonb_build_object('provider', provider, 'mode', mode, 'completed_at', completed_at))
                ELSE '{}' END, 0, now()
            FROM unsettled
            """);
        command.Parameters.AddWithValue("untried", ErrorCodes.QueuedTooLong.Code);
        command.Parameters.AddWithValue("jobs", holds.Select(static hold => hold.JobId).ToArray());
        command.Parameters.AddWithValue("accounts", holds.Select(static hold => hold.AccountId).ToArray());
        command.Parameters.AddWithValue("credits", holds.Select(static hold => hold.Credits).ToArray());
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
