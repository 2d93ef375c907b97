using NanoBanana.Contracts.Events;
using NanoBanana.Generation.Webhooks;
using Npgsql;

namespace NanoBanana.Generation.Settings;

/// <summary>
/// The one webhook of an account's settings: an endpoint like those of <c>/v1/webhooks</c>, delivered, retried and disabled as they are, but
/// changed by the settings alone. Setting an address anew makes a fresh start after any disabling.
/// </summary>
internal sealed class LabWebhook(WebhookStore store)
{
    /// <summary>To be called in the transaction that holds the account's settings, so that nobody else changes it meanwhile.</summary>
    /// <returns>The secret that had to be made, to be shown once.</returns>
    public async Task<byte[]?> ApplyAsync(NpgsqlConnection connection, Guid accountId, WebhookChange change, CancellationToken cancellationToken)
    {
        var known = await FindAsync(connection, accountId, cancellationToken);
        if (known is null)
            return await AddAsync(connection, accountId, change, cancellationToken);
        var owner = new WebhookOwner(accountId, WebhookSource.Lab, connection);
        if (change is { HasUrl: true, Url: null })
        {
            await store.DeleteAsync(owner, known.Value, cancellationToken);
            return null;
        }

        if (change.Url is { } url)
            await store.UpdateAsync(owner, known.Value, url, types: null, isEnabled: true, cancellationToken);
        if (change.Secret is { } secret)
            await store.RotateAsync(owner, known.Value, secret, cancellationToken);
        return null;
    }

    private async Task<byte[]?> AddAsync(NpgsqlConnection connection, Guid accountId, WebhookChange change, CancellationToken cancellationToken)
    {
        if (change.Url is not { } url)
            return change.Secret is null ? null : throw new WebhookNeedsUrlException();
        var added = new NewWebhook(WebhookIds.New(), accountId, url, [.. EventTypes.Ends], change.Secret ?? WebhookSecrets.New());
        await store.AddAsync(connection, added, WebhookSource.Lab, cancellationToken);
        return change.Secret is null ? added.Secret : null;
    }

    private static async Task<Guid?> FindAsync(NpgsqlConnection connection, Guid accountId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT id FROM generation.webhook_endpoints WHERE account_id = $1 AND source = 'lab' AND only_job_id IS NULL FOR UPDATE", connection);
        command.Parameters.Add(new() { Value = accountId });
        return await command.ExecuteScalarAsync(cancellationToken) as Guid?;
    }
}

/// <summary>A secret was given where there is no address that it could sign for.</summary>
internal sealed class WebhookNeedsUrlException : Exception;
