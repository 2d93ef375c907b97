using NanoBanana.ServiceDefaults.Data;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Generation.Webhooks;

/// <summary>What is asked to be told.</summary>
/// <param name="Secret">As it was made; stored encrypted.</param>
internal sealed record NewWebhook(Guid Id, Guid AccountId, string Url, IReadOnlyCollection<string> Types, byte[] Secret);

/// <summary>Whose endpoint a caller may change, and by which door.</summary>
/// <param name="Source">One of <see cref="WebhookSource"/>: endpoints of other doors are not there.</param>
/// <param name="Within">A connection with a transaction that the change shall be part of; null for one of its own.</param>
internal sealed record WebhookOwner(Guid AccountId, string Source = WebhookSource.Api, NpgsqlConnection? Within = null);

/// <summary>The statements that change endpoints. The account is part of every one that a caller causes.</summary>
internal sealed partial class WebhookStore(NpgsqlDataSource database, WebhookSecrets secrets)
{
    /// <summary>Endpoints that one account may have by <c>/v1/webhooks</c>.</summary>
    public const int MaxPerAccount = 20;

    /// <summary>How long the secret of before a rotation signs along.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    /// <summary>False when the account has as many as it may.</summary>
    public async Task<bool> AddAsync(NewWebhook added, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        // Counting and inserting are one step for an account, whose row may not exist yet.
        await using (var locking = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtextextended('webhooks ' || $1::text, 0))", connection, transaction))
        {
            locking.Parameters.AddWithValue(added.AccountId);
            await locking.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var command = new NpgsqlCommand(Insert + AtMost, connection, transaction);
        Bind(command.Parameters, added, WebhookSource.Api, onlyJobId: null);
        command.Parameters.AddWithValue("most", MaxPerAccount);
        var isAdded = await command.ExecuteNonQueryAsync(cancellationToken) == 1;
        await transaction.CommitAsync(cancellationToken);
        return isAdded;
    }

    /// <summary>
    /// Adds an endpoint for one job alone, whatever the account has besides. It goes away a month later by itself.
    /// </summary>
    /// <param name="source"><see cref="WebhookSource.Lab"/> or <see cref="WebhookSource.Callback"/>.</param>
    /// <param name="connection">In the transaction that stores the job: the endpoint is there if the job is, and no end is missed.</param>
    public async Task AddForJobAsync(NewWebhook added, Guid jobId, string source, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Insert, connection);
        Bind(command.Parameters, added, source, jobId);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>What a job's callback is signed with. Null when it has none, or when it was encrypted under another key.</summary>
    public async Task<byte[]?> FindCallbackSecretAsync(Guid accountId, Guid jobId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(CallbackSecret);
        command.Parameters.AddWithValue("account", accountId);
        command.Parameters.AddWithValue("job", jobId);
        command.Parameters.AddWithValue("source", WebhookSource.Callback);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? secrets.Decrypt(row.GetGuid(0), row.GetFieldValue<byte[]>(1)) : null;
    }

    /// <summary>Adds one in a transaction of the caller's, who sees to how many there may be.</summary>
    public async Task AddAsync(NpgsqlConnection connection, NewWebhook added, string source, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Insert, connection);
        Bind(command.Parameters, added, source, onlyJobId: null);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Changes what is not null; false when the account has no such endpoint of that source.</summary>
    public async Task<bool> UpdateAsync(
        WebhookOwner owner, Guid id, string? url, IReadOnlyCollection<string>? types, bool? isEnabled,
        CancellationToken cancellationToken)
    {
        await using var command = Owned(Update, owner, id);
        command.Parameters.AddNullable("url", NpgsqlDbType.Text, url);
        command.Parameters.AddNullable("types", NpgsqlDbType.Array | NpgsqlDbType.Text, types?.ToArray());
        command.Parameters.AddNullable("enabled", NpgsqlDbType.Boolean, isEnabled);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    /// <summary>False when the account has no such endpoint of that source. Its deliveries are swept with the others.</summary>
    public async Task<bool> DeleteAsync(WebhookOwner owner, Guid id, CancellationToken cancellationToken)
    {
        await using var command = Owned(Delete, owner, id);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    /// <summary>
    /// Gives it another secret; the one of before signs along for 24 hours, one of before that no more. False when the account has no such
    /// endpoint of that source.
    /// </summary>
    public async Task<bool> RotateAsync(
        WebhookOwner owner, Guid id, byte[] secret, CancellationToken cancellationToken)
    {
        await using var command = Owned(Rotate, owner, id);
        command.Parameters.AddWithValue("secret", secrets.Encrypt(id, secret));
        command.Parameters.AddWithValue("overlap", Overlap);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Sends nothing there any more, and tells it in the account's log. False when it was disabled already.</summary>
    /// <param name="reason">One of <see cref="WebhookDisabling"/>.</param>
    public async Task<bool> DisableAsync(Guid id, string reason, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT generation.disable_webhook($1, $2)");
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(reason);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private NpgsqlCommand Owned(string sql, WebhookOwner owner, Guid id)
    {
        var command = owner.Within is { } connection ? new NpgsqlCommand(sql, connection) : database.CreateCommand(sql);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("account", owner.AccountId);
        command.Parameters.AddWithValue("source", owner.Source);
        return command;
    }

    private void Bind(NpgsqlParameterCollection parameters, NewWebhook added, string source, Guid? onlyJobId)
    {
        parameters.AddWithValue("id", added.Id);
        parameters.AddWithValue("account", added.AccountId);
        parameters.AddWithValue("url", added.Url);
        parameters.AddWithValue("types", added.Types.ToArray());
        parameters.AddWithValue("secret", secrets.Encrypt(added.Id, added.Secret));
        parameters.AddWithValue("source", source);
        parameters.AddNullable("job", NpgsqlDbType.Uuid, onlyJobId);
    }
}
