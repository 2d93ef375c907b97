using NanoBanana.Contracts;
using NanoBanana.Contracts.Identity;
using NanoBanana.ServiceDefaults.Http;

namespace NanoBanana.Identity.Erasures;

/// <summary>The other services' sides of exports and deletions, which are all alike. The calls are idempotent by the accounts' ids.</summary>
internal abstract class AccountDataClient(HttpClient http)
{
    private const string ForwardedHost = "X-Forwarded-Host";
    private const string ForwardedProto = "X-Forwarded-Proto";

    public Task<ErasureAnswer> EraseAsync(IReadOnlyList<Guid> accounts, CancellationToken cancellationToken) => http.SendIdempotentAsync(
        HttpMethod.Put, "/internal/accounts/erasures", accounts,
        ContractsJsonContext.Default.IReadOnlyListGuid, ContractsJsonContext.Default.ErasureAnswer, cancellationToken);

    /// <summary>The export's answer once its head is there; its body is read while it comes.</summary>
    /// <param name="caller">Addresses in the document are those that the caller reaches us by.</param>
    public async Task<HttpResponseMessage> ExportAsync(Guid accountId, HttpRequest caller, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/internal/accounts/{accountId}/export");
        foreach (var name in (string[])[ForwardedHost, ForwardedProto])
        {
            if (caller.Headers.TryGetValue(name, out var value))
                request.Headers.Add(name, (string?)value);
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        try
        {
            return response.EnsureSuccessStatusCode();
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}

internal sealed class KeysDataClient(HttpClient http) : AccountDataClient(http);

internal sealed class GenerationDataClient(HttpClient http) : AccountDataClient(http);

internal sealed class BillingDataClient(HttpClient http) : AccountDataClient(http);

/// <summary>The clients by their services. Asked for each time: their addresses may become known after this process has started.</summary>
internal sealed class ErasureClients(IServiceProvider provider)
{
    public AccountDataClient Of(string service) => service switch
    {
        ErasureTargets.Keys => provider.GetRequiredService<KeysDataClient>(),
        ErasureTargets.Generation => provider.GetRequiredService<GenerationDataClient>(),
        ErasureTargets.Billing => provider.GetRequiredService<BillingDataClient>(),
        _ => throw new ArgumentOutOfRangeException(nameof(service), service, "No such service keeps anything of accounts."),
    };
}
