using System.Globalization;
using System.Net.Http.Json;
using NanoBanana.Billing.Data;
using NanoBanana.Billing.Ledger;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Principals;
using Npgsql;

namespace NanoBanana.Billing.Tests;

/// <summary>Billing on a database of its own, with the calls its tests make. As every other service sees it: over HTTP.</summary>
public sealed class BillingApplication : IAsyncLifetime
{
    private KeysStandIn _keys = null!;
    private HttpClient _internal = null!;

    internal KeysStandIn Keys => _keys;

    public TestService Service { get; private set; } = null!;

    public NpgsqlDataSource Data { get; private set; } = null!;

    public string ConnectionString { get; private set; } = "";

    public HttpClient Internal => _internal;

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await TestDatabase.CreateAsync<BillingDbContext>();
        Data = NpgsqlDataSource.Create(ConnectionString);
        _keys = await KeysStandIn.StartAsync();
        Service = await StartAnotherAsync();
        _internal = Service.ClientForService("generation");
    }

    /// <summary>A further replica on the same database; given addresses replace those of the servers that work.</summary>
    public async Task<TestService> StartAnotherAsync(string? redis = null, string? keys = null) => await TestService.StartAsync(
        "billing", static builder => builder.AddBillingService(), static app => app.MapBillingEndpoints(),
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:billingdb"] = ConnectionString,
            ["ConnectionStrings:redis"] = redis ?? await TestServers.Redis,
            ["services:keys:http:0"] = keys ?? _keys.Address,
        });

    public HttpClient ClientFor(Guid account, PrincipalKind kind = PrincipalKind.User) =>
        Service.ClientFor(new Principal { Kind = kind, AccountId = account });

    public async Task<PlaceHoldResult> PlaceAsync(
        Guid job, Guid account, int units = 1, string model = "sandbox-1", string resolution = "1K", HttpClient? client = null, string kind = "image")
    {
        using var response = await (client ?? _internal).PostAsJsonAsync("/internal/holds",
            new PlaceHoldRequest(job, account, model, resolution, kind, units), ContractsJsonContext.Default.PlaceHoldRequest);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(ContractsJsonContext.Default.PlaceHoldResult))!;
    }

    public async Task<CloseHoldResult> SettleAsync(
        Guid job, int units = 1, Guid? key = null, DateTimeOffset? completedAt = null, HttpClient? client = null, int? results = null,
        string provider = "sandbox", string mode = "basic", int durationMs = 1_200, bool fallback = false)
    {
        using var response = await (client ?? _internal).PostAsJsonAsync($"/internal/holds/{job}/settle",
            new SettleHoldRequest(job, key, units, provider, mode, durationMs, completedAt ?? TimeProvider.System.GetUtcNow()) { Results = results, Fallback = fallback },
            ContractsJsonContext.Default.SettleHoldRequest);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(ContractsJsonContext.Default.CloseHoldResult))!;
    }

    public async Task<CloseHoldResult> ReleaseAsync(Guid job, HttpClient? client = null)
    {
        using var response = await (client ?? _internal).PostAsync($"/internal/holds/{job}/release", content: null);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(ContractsJsonContext.Default.CloseHoldResult))!;
    }

    /// <summary>Releases a job that was tried and made nothing.</summary>
    public async Task<CloseHoldResult> FailAsync(Guid job, string provider = "sandbox", string mode = "basic", DateTimeOffset? completedAt = null)
    {
        using var response = await _internal.PostAsJsonAsync($"/internal/holds/{job}/release",
            new ReleaseHoldRequest(new FailedJob(provider, mode, completedAt ?? TimeProvider.System.GetUtcNow())), ContractsJsonContext.Default.ReleaseHoldRequest);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(ContractsJsonContext.Default.CloseHoldResult))!;
    }

    public async Task<AccountView> AccountAsync(Guid account) =>
        (await _internal.GetFromJsonAsync($"/internal/accounts/{account}", ContractsJsonContext.Default.AccountView))!;

    public async Task<AccountView> ChangeTierAsync(Guid account, string tier)
    {
        using var response = await _internal.PutAsJsonAsync(
            $"/internal/accounts/{account}/tier", new ChangeTierRequest(tier), ContractsJsonContext.Default.ChangeTierRequest);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(ContractsJsonContext.Default.AccountView))!;
    }

    /// <summary>Makes and pays for images, as a finished job does.</summary>
    public async Task UseAsync(Guid account, int units, Guid? key = null, DateTimeOffset? completedAt = null)
    {
        var job = Guid.NewGuid();
        (await PlaceAsync(job, account, units)).Outcome.ShouldBe(HoldOutcome.Held);
        (await SettleAsync(job, units, key, completedAt)).Outcome.ShouldBe(CloseHoldOutcome.Closed);
    }

    /// <summary>The balances and counts of every account equal the entries.</summary>
    public async Task ShouldBalanceAsync()
    {
        var report = await new LedgerAudit(Data).RunAsync(CancellationToken.None);
        report.Differences.ShouldBeEmpty();
    }

    public async Task<long> CountAsync(string sql) =>
        Convert.ToInt64(await Data.CreateCommand(sql).ExecuteScalarAsync(), CultureInfo.InvariantCulture);

    public Task ExecuteAsync(string sql) => Data.CreateCommand(sql).ExecuteNonQueryAsync();

    public async ValueTask DisposeAsync()
    {
        _internal.Dispose();
        await Service.DisposeAsync();
        await _keys.DisposeAsync();
        await Data.DisposeAsync();
    }
}
