using NanoBanana.Generation.Events;
using Npgsql;

namespace NanoBanana.Generation.Webhooks;

/// <summary>A delivery that this process tries, until its lease is over.</summary>
/// <param name="Tries">This one included.</param>
/// <param name="Endpoint">Null when it was deleted.</param>
/// <param name="Event">Null when it is no longer kept.</param>
internal sealed record ClaimedDelivery(
    Guid Id, Guid Lease, Guid EndpointId, Guid AccountId, string Host, int Tries, DeliveryTarget? Endpoint, LoggedEvent? Event)
{
    /// <summary>Of the call that ordered the job or batch it tells of; null of what tells of neither.</summary>
    public string? TraceParent { get; init; }

    /// <summary>What a statement that claims selects, from <c>claimed</c>.</summary>
    public const string Select = """
        SELECT claimed.id, claimed.lease, claimed.endpoint_id, claimed.account_id, claimed.host, claimed.tries,
            endpoint.url, endpoint.secret, CASE WHEN endpoint.previous_until > now() THEN endpoint.previous_secret END, endpoint.is_enabled,
            logged.id, logged.type, logged.sequence, logged.data::text, logged.created_at, endpoint.source, endpoint.only_job_id,
            coalesce(
                (SELECT job.trace_parent FROM generation.jobs AS job WHERE job.id = logged.job_id),
                (SELECT item.trace_parent FROM generation.jobs AS item WHERE item.batch_id = logged.batch_id AND item.batch_item = 1))
        FROM claimed LEFT JOIN generation.webhook_endpoints AS endpoint ON endpoint.id = claimed.endpoint_id
        LEFT JOIN generation.events AS logged ON logged.account_id = claimed.account_id AND logged.sequence = claimed.event_sequence
        """;

    public static async Task<IReadOnlyList<ClaimedDelivery>> ReadAllAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var claimed = new List<ClaimedDelivery>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            claimed.Add(new ClaimedDelivery(
                row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.GetGuid(3), row.GetString(4), row.GetInt32(5),
                await row.IsDBNullAsync(6, cancellationToken) ? null : new DeliveryTarget(
                    row.GetString(6), row.GetFieldValue<byte[]>(7), await row.IsDBNullAsync(8, cancellationToken) ? null : row.GetFieldValue<byte[]>(8), row.GetBoolean(9))
                {
                    CallbackJob = row.GetString(15) == WebhookSource.Callback ? row.GetGuid(16) : null,
                },
                await row.IsDBNullAsync(10, cancellationToken) ? null : new LoggedEvent
                {
                    AccountId = row.GetGuid(3),
                    Id = row.GetGuid(10),
                    Type = row.GetString(11),
                    Sequence = row.GetInt64(12),
                    Data = row.GetString(13),
                    CreatedAt = row.GetFieldValue<DateTimeOffset>(14),
                })
            {
                TraceParent = await row.IsDBNullAsync(17, cancellationToken) ? null : row.GetString(17),
            });
        }

        return claimed;
    }
}

/// <summary>Where a delivery goes.</summary>
/// <param name="Secret">Encrypted, as is the previous one.</param>
/// <param name="PreviousSecret">Null when it does not sign along.</param>
internal sealed record DeliveryTarget(string Url, byte[] Secret, byte[]? PreviousSecret, bool IsEnabled)
{
    /// <summary>The job whose end it is told, in the words of the call that ordered it; null of those that are told events.</summary>
    public Guid? CallbackJob { get; init; }
}
