using Microsoft.EntityFrameworkCore;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Keys;
using NanoBanana.Contracts.Principals;
using NanoBanana.Keys.Data;
using NanoBanana.ServiceDefaults.Redis;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Keys.ApiKeys;

/// <summary>What became of a revocation.</summary>
internal enum OperatorKeyRevocation
{
    /// <summary>It works no more, since now or before.</summary>
    Revoked = 0,

    /// <summary>The operator has no such key.</summary>
    NotFound,

    /// <summary>It is the only master key that works.</summary>
    IsLast,
}

/// <summary>
/// Master and project keys: all of them are the operator's, whoever of the operators made them. Each change is one statement with its line in
/// the audit log, and may be repeated when its answer was lost.
/// </summary>
internal sealed partial class OperatorKeys(NpgsqlDataSource database, KeysDbContext db, InvalidationPublisher invalidations, KeysMetrics metrics)
{
    /// <summary>Makes the first master key; false when there is any key already.</summary>
    public async Task<bool> TryBeginAsync(KeyMaterial material, string name, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        var made = await RepeatAsync(async token =>
        {
            await using var command = database.CreateCommand(Begin);
            command.Parameters.Add(Of(id));
            command.Parameters.Add(Of(OperatorAccount.Id));
            command.Parameters.Add(Of(material.Hash));
            command.Parameters.Add(Of(material.Prefix));
            command.Parameters.Add(Of(name));
            return (bool)(await command.ExecuteScalarAsync(token))!;
        }, cancellationToken);
        if (made)
            metrics.Created(ApiKeyDoor.Banatie);
        return made;
    }

    /// <summary>Makes a key for an operator; when it was made and when it ends.</summary>
    public async Task<(DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt)> CreateAsync(
        Guid id, OperatorKeyTerms terms, KeyMaterial material, Principal actor, CancellationToken cancellationToken)
    {
        var times = await RepeatAsync(async token =>
        {
            await using var command = database.CreateCommand(Make);
            command.Parameters.Add(Of(id));
            command.Parameters.Add(Of(OperatorAccount.Id));
            command.Parameters.Add(Of(terms.IsMaster ? "master" : "project"));
            command.Parameters.Add(Of(material.Hash));
            command.Parameters.Add(Of(material.Prefix));
            command.Parameters.Add(Of(terms.Name ?? ""));
            command.Parameters.Add(Of(terms.Scopes));
            command.Parameters.Add(Nullable(NpgsqlDbType.Text, terms.ProjectId));
            command.Parameters.Add(Of(actor.KeyId ?? actor.AccountId));
            command.Parameters.Add(Nullable(NpgsqlDbType.Integer, terms.Days));
            command.Parameters.Add(Of(actor.AccountId));
            command.Parameters.Add(Nullable(NpgsqlDbType.Uuid, actor.KeyId));
            await using var row = await command.ExecuteReaderAsync(token);
            await row.ReadAsync(token);
            return (row.GetFieldValue<DateTimeOffset>(0), await row.IsDBNullAsync(1, token) ? (DateTimeOffset?)null : row.GetFieldValue<DateTimeOffset>(1));
        }, cancellationToken);
        metrics.Created(ApiKeyDoor.Banatie);
        return times;
    }

    /// <summary>Revoking twice changes nothing, but is announced again: the first word may be lost.</summary>
    public async Task<OperatorKeyRevocation> RevokeAsync(Guid id, Principal actor, CancellationToken cancellationToken)
    {
        var isLast = await RepeatAsync(async token =>
        {
            await using var command = database.CreateCommand(Revoke);
            command.Parameters.Add(Of(id));
            command.Parameters.Add(Of(OperatorAccount.Id));
            command.Parameters.Add(Of(actor.AccountId));
            command.Parameters.Add(Nullable(NpgsqlDbType.Uuid, actor.KeyId));
            return (bool?)await command.ExecuteScalarAsync(token);
        }, cancellationToken);
        if (isLast is not false)
            return isLast is null ? OperatorKeyRevocation.NotFound : OperatorKeyRevocation.IsLast;
        metrics.Revoked();
        await invalidations.PublishAsync(Invalidation.Key(id));
        return OperatorKeyRevocation.Revoked;
    }

    private Task<T> RepeatAsync<T>(Func<CancellationToken, Task<T>> statement, CancellationToken cancellationToken) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(statement, static (statement, token) => statement(token), cancellationToken);

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };

    private static NpgsqlParameter Nullable(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}

/// <summary>What a new key of the operator's shall be.</summary>
/// <param name="ProjectId">The tenant label; null of a master key.</param>
/// <param name="Name">Null for none.</param>
/// <param name="Days">After how many it ends; null for never.</param>
internal sealed record OperatorKeyTerms(bool IsMaster, string? ProjectId, string? Name, int? Days)
{
    private static readonly string[] All = [KeyScopes.All];
    private static readonly string[] OfProject = [KeyScopes.Generate, KeyScopes.Read];

    public string[] Scopes => IsMaster ? All : OfProject;
}
