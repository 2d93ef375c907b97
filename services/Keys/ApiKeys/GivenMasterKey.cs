using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Billing;
using Npgsql;

namespace NanoBanana.Keys.ApiKeys;

/// <summary>
/// Keeps the master key that the operator has set, so that it works like any other: tried once before this process serves anybody, and then
/// until the database takes it. Only its hash is stored. Once revoked it stays so; a restart does not bring it back.
/// </summary>
internal sealed partial class GivenMasterKey(
    NpgsqlDataSource database, IOptions<BootstrapOptions> options, KeysMetrics metrics, TimeProvider time, ILogger<GivenMasterKey> logger) : BackgroundService
{
    private const string Name = "Bootstrap Master Key";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Another process may be about to commit the same: then there is no row yet, and the next round finds it.
    private const string Sql = """
        WITH made AS (
            INSERT INTO keys.api_keys (id, account_id, kind, door, key_hash, prefix, name, scopes, is_demo)
            VALUES ($1, $2, 'master', 'banatie', $3, $4, $5, '{*}', false)
            ON CONFLICT (key_hash) DO NOTHING RETURNING id)
        SELECT true, true FROM made
        UNION ALL
        SELECT false, kind = 'master' AND revoked_at IS NULL FROM keys.api_keys WHERE key_hash = $3
        """;

    /// <summary>Whether there is one, stored already or not.</summary>
    public bool IsGiven { get; } = options.Value.MasterKey.Length > 0;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!IsGiven)
            return;
        if (!await TryAsync(cancellationToken))
            await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        do
        {
            await Task.Delay(Pause, time, stoppingToken);
        }
        while (!await TryAsync(stoppingToken));
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await StoreAsync(both.Token);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Log.NotStored(logger, exception);
            return false;
        }
    }

    private async Task<bool> StoreAsync(CancellationToken cancellationToken)
    {
        var material = KeyFormat.OfBanatie(options.Value.MasterKey);
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = OperatorAccount.Id });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = material.Hash });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = material.Prefix });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Name });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
            return false;
        var (isNew, works) = (row.GetBoolean(0), row.GetBoolean(1));
        await row.CloseAsync();
        if (isNew)
            metrics.Created(ApiKeyDoor.Banatie);
        if (!works)
            Log.DoesNotWork(logger);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2010, Level = LogLevel.Warning, Message = "The master key of BOOTSTRAP_MASTER_KEY could not be stored yet; it is tried again every second.")]
        public static partial void NotStored(ILogger logger, Exception exception);

        [LoggerMessage(EventId = 2011, Level = LogLevel.Error,
            Message = "The key of BOOTSTRAP_MASTER_KEY was revoked, or is no master key, and stays what it is. Set another text.")]
        public static partial void DoesNotWork(ILogger logger);
    }
}
