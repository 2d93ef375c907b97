using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;

namespace NanoBanana.ServiceDefaults.Http;

/// <summary>The two calls that typed clients consist of. A status that is not a success is a dead dependency, never an answer.</summary>
public static class InternalCalls
{
    /// <summary>Sends a write that is idempotent by its own id, so that a lost answer may be asked for again.</summary>
    public static async Task<TResponse> SendIdempotentAsync<TRequest, TResponse>(
        this HttpClient client, HttpMethod method, string path, TRequest body, JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TResponse> responseType, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body, requestType) };
        request.Options.Set(InternalCallHandler.Idempotent, value: true);
        using var response = await client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync(responseType, cancellationToken)
            ?? throw new HttpRequestException($"{path} answered null.");
    }

    /// <summary>Reads one resource; null when there is none.</summary>
    public static async Task<TResponse?> GetOrNullAsync<TResponse>(
        this HttpClient client, string path, JsonTypeInfo<TResponse> responseType, CancellationToken cancellationToken)
        where TResponse : class
    {
        using var response = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync(responseType, cancellationToken);
    }
}
