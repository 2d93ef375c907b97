using System.Text.Json;
using NanoBanana.Generation.Routing;
using Npgsql;

namespace NanoBanana.Generation.Jobs;

/// <summary>How a job is read by whoever has just taken it, from the queue or from a process that is gone.</summary>
internal static class TakenJob
{
    /// <summary>Of jobs in the common table expression <c>taken</c>: what the runner needs, and the last attempt of each image.</summary>
    public const string Columns = """
        SELECT taken.id, taken.account_id, taken.key_id, taken.request::text, coalesce(taken.route, jsonb_build_object('strategy', 'priority', 'steps',
                jsonb_build_array(jsonb_build_object('provider', provider, 'model', model, 'resolution', resolution,
                    'cost_micros', provider_cost_micros / greatest(image_count, 1), 'relaxations', '[]'::jsonb))))::text,
            taken.held_credits, taken.created_at, taken.trace_parent, taken.own_key,
            taken.cancel_requested_at IS NOT NULL, last.images, last.tries, last.states, last.failures, last.providers, last.models, last.tries_there, last.orders, last.starts
        FROM taken CROSS JOIN LATERAL (
            SELECT coalesce(array_agg(image ORDER BY image), '{}') AS images, coalesce(array_agg(try ORDER BY image), '{}') AS tries,
                coalesce(array_agg(state ORDER BY image), '{}') AS states, coalesce(array_agg(failure ORDER BY image), '{}') AS failures,
                coalesce(array_agg(provider ORDER BY image), '{}') AS providers, coalesce(array_agg(model ORDER BY image), '{}') AS models,
                coalesce(array_agg(there ORDER BY image), '{}') AS tries_there,
                coalesce(array_agg(provider_job_id ORDER BY image), '{}') AS orders, coalesce(array_agg(started_at ORDER BY image), '{}') AS starts
            FROM (SELECT DISTINCT ON (image) image, try, state, failure, provider, model, provider_job_id, started_at,
                      count(*) OVER (PARTITION BY image, provider, model)::int AS there
                  FROM generation.attempts WHERE job_id = taken.id ORDER BY image, try DESC) AS newest) AS last
        """;

    public static async Task<IReadOnlyList<JobRecord>> ReadAllAsync(NpgsqlCommand command, Guid lease, CancellationToken cancellationToken)
    {
        var jobs = new List<JobRecord>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            jobs.Add(await ReadAsync(reader, lease, cancellationToken));
        return jobs;
    }

    private static async Task<JobRecord> ReadAsync(NpgsqlDataReader reader, Guid lease, CancellationToken cancellationToken)
    {
        var request = JsonSerializer.Deserialize(reader.GetString(3), GenerationJsonContext.Default.GenerationRequest)!;
        var route = JsonSerializer.Deserialize(reader.GetString(4), GenerationJsonContext.Default.RoutePlan)!;
        var job = new JobRecord(
            reader.GetGuid(0), lease, reader.GetGuid(1), await NullableAsync<Guid?>(reader, 2, cancellationToken), request, route,
            reader.GetInt32(5), reader.GetFieldValue<DateTimeOffset>(6), await NullableAsync<string?>(reader, 7, cancellationToken),
            ReadAttempts(reader, first: 10))
        {
            OwnKey = reader.GetBoolean(8),
        };
        if (reader.GetBoolean(9))
            job.Cancellation.Ask();
        return job;
    }

    private static LastAttempt[] ReadAttempts(NpgsqlDataReader reader, int first)
    {
        var tries = reader.GetFieldValue<int[]>(first + 1);
        var states = reader.GetFieldValue<string[]>(first + 2);
        var failures = reader.GetFieldValue<string?[]>(first + 3);
        var providers = reader.GetFieldValue<string[]>(first + 4);
        var models = reader.GetFieldValue<string[]>(first + 5);
        var there = reader.GetFieldValue<int[]>(first + 6);
        var orders = reader.GetFieldValue<string?[]>(first + 7);
        var starts = reader.GetFieldValue<DateTimeOffset[]>(first + 8);
        return
        [
            .. reader.GetFieldValue<int[]>(first).Select((image, index) => new LastAttempt(
                image, tries[index], states[index], failures[index], providers[index], models[index], there[index], orders[index], starts[index])),
        ];
    }

    private static async Task<T?> NullableAsync<T>(NpgsqlDataReader reader, int ordinal, CancellationToken cancellationToken) =>
        await reader.IsDBNullAsync(ordinal, cancellationToken) ? default : await reader.GetFieldValueAsync<T>(ordinal, cancellationToken);
}
