using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NanoBanana.Gateway.Proxy;
using NanoBanana.ServiceDefaults.Http;

namespace NanoBanana.Gateway.Docs;

/// <summary>
/// One OpenAPI 3.1 document out of those of all services, and of the gateway's own routes. Made when it is first asked for and kept
/// for a minute: the documents change only with a deployment.
/// </summary>
internal sealed class MergedDocument(
    IHttpClientFactory clients, IConfiguration configuration, [FromKeyedServices("gateway")] IOpenApiDocumentProvider own, TimeProvider time)
{
    public const string HttpClient = "openapi";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim _gate = new(1);
    private string? _text;
    private long _madeAt;

    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        if (_text is { } kept && time.GetElapsedTime(_madeAt) < Lifetime)
            return kept;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_text is { } meanwhile && time.GetElapsedTime(_madeAt) < Lifetime)
                return meanwhile;
            var documents = await Task.WhenAll(ServiceAddresses.Services
                .Select(service => ReadAsync(service, cancellationToken))
                .Append(OwnAsync(cancellationToken)));
            _text = DocumentMerge.Merge(documents).ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });
            _madeAt = time.GetTimestamp();
            return _text;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<JsonObject> OwnAsync(CancellationToken cancellationToken)
    {
        var document = await own.GetOpenApiDocumentAsync(cancellationToken);
        return (JsonObject)JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellationToken))!;
    }

    /// <summary>Of whichever process of the service answers: they all have the same.</summary>
    private async Task<JsonObject> ReadAsync(string service, CancellationToken cancellationToken)
    {
        var addresses = InternalClients.AddressesOf(configuration, service).ToArray();
        for (var i = 0; ; i++)
        {
            try
            {
                return await ReadAsync(new Uri(new Uri(addresses[i]), $"/openapi/{service}.json"), cancellationToken);
            }
            catch (HttpRequestException) when (i < addresses.Length - 1)
            {
                // The next one then.
            }
        }
    }

    private async Task<JsonObject> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(HttpClient);
        await using var stream = await client.GetStreamAsync(address, cancellationToken);
        return (JsonObject)(await JsonNode.ParseAsync(stream, cancellationToken: cancellationToken))!;
    }
}
