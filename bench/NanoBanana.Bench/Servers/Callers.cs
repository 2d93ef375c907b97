using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Principals;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Bench.Servers;

/// <summary>
/// Accounts and keys, as customers make them. Many, because no key may call more than a thousand times an hour, and because calls of one
/// account would wait for each other at its ledger.
/// </summary>
internal static class Callers
{
    // Sign-ups of one address are limited to 20 in a quarter of an hour.
    private const int Accounts = 16;
    private const int FewestKeysEach = 8;
    private const int RequestsPerKey = 1_000;
    private const int MostRequestsPerSecond = 30_000;
    private const int Parallel = 4;

    /// <summary>The texts of the keys; neighbours belong to different accounts.</summary>
    /// <param name="seconds">The longest run that they have to last for.</param>
    public static async Task<IReadOnlyList<string>> CreateAsync(BenchSystem system, int seconds, CancellationToken cancellationToken)
    {
        var each = Math.Max(FewestKeysEach, seconds * MostRequestsPerSecond / RequestsPerKey / Accounts);
        var keys = new ConcurrentDictionary<(int Key, int Account), string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        await System.Threading.Tasks.Parallel.ForAsync(0, Accounts, options, async (account, token) =>
        {
            using var client = new HttpClient { BaseAddress = system.Gateway.Address };
            var body = await PostAsync(client, "/v1/auth/register", new { email = $"bench-{account}@example.com", password = Guid.NewGuid().ToString() }, token);
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)body["access_token"]!);
            await MakeUncappedAsync(system, (Guid)body["user"]!["id"]!, token);
            for (var key = 0; key < each; key++)
                keys[(key, account)] = (string)(await PostAsync(client, "/v1/keys", new { name = $"Bench {key}" }, token))["key"]!;
        });
        return [.. keys.OrderBy(static pair => pair.Key).Select(static pair => pair.Value)];
    }

    /// <summary>To the tier with the largest windows, which pays afterwards.</summary>
    private static async Task MakeUncappedAsync(BenchSystem system, Guid account, CancellationToken cancellationToken)
    {
        var tokens = new InternalTokens(Options.Create(new InternalTokenOptions { Key = system.InternalTokenKey }), TimeProvider.System);
        using var client = new HttpClient { BaseAddress = system.Cluster.Billing.Address };
        client.DefaultRequestHeaders.Add(InternalTokens.Header, tokens.Mint(Principal.ForService("bench")));
        using var response = await client.PutAsJsonAsync($"/internal/accounts/{account}/tier", new { tier = Tiers.PayAsYouGo }, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private static async Task<JsonNode> PostAsync(HttpClient client, string path, object body, CancellationToken cancellationToken)
    {
        using var response = await client.PostAsJsonAsync(path, body, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new BenchException($"POST {path} answered {(int)response.StatusCode}: {text}");
    }
}
