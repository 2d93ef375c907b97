using NanoBanana.Contracts.Events;
using NanoBanana.ServiceDefaults.Data;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Generation.Webhooks;

/// <summary>The statements of deliveries. Only who holds a delivery's lease ends its try.</summary>
internal sealed partial class DeliveryStore(NpgsqlDataSource database)
{
    /// <summary>Tries under way at one host from one process.</summary>
    public const int MostPerHost = 4;

    /// <summary>
    /// After this a try counts as lost with its process, and is repeated: the longest wait for an answer (30 s) and the longest for a
    /// database that restarts (30 s), doubled.
    /// </summary>
    private static readonly TimeSpan LeaseLength = TimeSpan.FromMinutes(2);

    /// <summary>Takes deliveries that are due: the oldest of each host first, and none that an earlier one of its subject goes before.</summary>
    /// <param name="running">How many tries of this process are under way, by host.</param>
    public async Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(int limit, IReadOnlyDictionary<string, int> running, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Claim);
        command.Parameters.AddWithValue("hosts", running.Keys.ToArray());
        command.Parameters.AddWithValue("running", running.Values.ToArray());
        command.Parameters.AddWithValue("per_host", MostPerHost);
        command.Parameters.AddWithValue("limit", limit);
        command.Parameters.AddWithValue("length", LeaseLength);
        return await ClaimedDelivery.ReadAllAsync(command, cancellationToken);
    }

    /// <summary>False when the lease was lost: somebody else tries it, or has.</summary>
    public async Task<bool> DeliveredAsync(ClaimedDelivery claimed, TryOutcome outcome, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Delivered);
        Bind(command.Parameters, claimed, outcome);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    /// <summary>Null when the lease was lost.</summary>
    /// <param name="delay">Until the next try.</param>
    /// <param name="isFinal">No try follows.</param>
    public async Task<FailedTry?> FailedAsync(ClaimedDelivery claimed, TryOutcome outcome, TimeSpan delay, bool isFinal, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Failed);
        Bind(command.Parameters, claimed, outcome);
        command.Parameters.AddWithValue("delay", delay);
        command.Parameters.AddWithValue("is_final", isFinal);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? new FailedTry(row.GetBoolean(0), row.GetBoolean(1)) : null;
    }

    /// <summary>Hands back what a process that stops has not tried to the end.</summary>
    public async Task ReleaseAsync(ClaimedDelivery claimed, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "UPDATE generation.webhook_deliveries SET lease = NULL, tries = tries - 1, next_try_at = now() WHERE id = $1 AND lease = $2");
        command.Parameters.AddWithValue(claimed.Id);
        command.Parameters.AddWithValue(claimed.Lease);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Writes the event of a test into the log and takes its delivery, which is tried once. Null when the account has no such endpoint that is enabled.</summary>
    public async Task<ClaimedDelivery?> AddTestAsync(Guid accountId, Guid endpointId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        Guid id;
        await using (var adding = new NpgsqlCommand(AddTest, connection, transaction))
        {
            adding.Parameters.AddWithValue("account", accountId);
            adding.Parameters.AddWithValue("endpoint", endpointId);
            adding.Parameters.AddWithValue("type", EventTypes.WebhookTest);
            adding.Parameters.AddWithValue("length", LeaseLength);
            if (await adding.ExecuteScalarAsync(cancellationToken) is not Guid added)
                return null;
            id = added;
        }

        await using var reading = new NpgsqlCommand(
            $"WITH claimed AS (SELECT * FROM generation.webhook_deliveries WHERE id = $1) {ClaimedDelivery.Select}", connection, transaction);
        reading.Parameters.AddWithValue(id);
        var claimed = await ClaimedDelivery.ReadAllAsync(reading, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return claimed[0];
    }

    /// <summary>Sends it once more, and with a day of its own. False when the account has no such delivery at that endpoint.</summary>
    public async Task<bool> RedeliverAsync(Guid accountId, Guid endpointId, Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Redeliver);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("endpoint", endpointId);
        command.Parameters.AddWithValue("account", accountId);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    private static void Bind(NpgsqlParameterCollection parameters, ClaimedDelivery claimed, TryOutcome outcome)
    {
        parameters.AddWithValue("id", claimed.Id);
        parameters.AddWithValue("lease", claimed.Lease);
        parameters.AddNullable("status", NpgsqlDbType.Integer, outcome.Status);
        parameters.AddNullable("error", NpgsqlDbType.Text, outcome.Error);
        parameters.AddWithValue("duration", (int)outcome.Duration.TotalMilliseconds);
    }
}

/// <summary>What has become of a delivery whose try failed.</summary>
/// <param name="IsOver">No try follows.</param>
/// <param name="IsFailingLong">Its endpoint has failed at every try of three days, and at this delivery three times.</param>
internal sealed record FailedTry(bool IsOver, bool IsFailingLong);
