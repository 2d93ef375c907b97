using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Admin;

namespace NanoBanana.Gateway.Admin;

/// <summary>Asks each service what it knows of the system, for a few seconds at most.</summary>
internal sealed class SystemClient(IdentitySystem identity, KeysSystem keys, GenerationSystem generation, BillingSystem billing, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Null when the service or its database does not answer.</summary>
    public async Task<DatabaseFigures?> DatabaseAsync(string service, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(service, "/internal/system/database", ContractsJsonContext.Default.DatabaseFigures, cancellationToken);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public Task<StorageFigures> StorageAsync(CancellationToken cancellationToken) =>
        AskAsync("generation", "/internal/system/storage", ContractsJsonContext.Default.StorageFigures, cancellationToken);

    public Task<IReadOnlyList<AuditLine>> AuditAsync(string service, int limit, CancellationToken cancellationToken) =>
        AskAsync(service, $"/internal/system/audit?limit={limit}", ContractsJsonContext.Default.IReadOnlyListAuditLine, cancellationToken);

    private async Task<T> AskAsync<T>(string service, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await Of(service).GetFromJsonAsync(path, type, both.Token) ?? throw new HttpRequestException($"{path} answered null.");
        }
        catch (Exception exception) when (exception is JsonException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new HttpRequestException($"{service} does not answer {path}.", exception);
        }
    }

    private HttpClient Of(string service) => service switch
    {
        "identity" => identity.Http,
        "keys" => keys.Http,
        "generation" => generation.Http,
        _ => billing.Http,
    };
}

internal sealed record IdentitySystem(HttpClient Http);

internal sealed record KeysSystem(HttpClient Http);

internal sealed record GenerationSystem(HttpClient Http);

internal sealed record BillingSystem(HttpClient Http);
