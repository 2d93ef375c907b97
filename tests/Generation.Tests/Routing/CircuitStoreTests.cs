using NanoBanana.Generation.Routing;
using Npgsql;
using StackExchange.Redis;

namespace NanoBanana.Generation.Tests.Routing;

/// <summary>Changes of one circuit by several at once, on a real Redis.</summary>
public sealed class CircuitStoreTests : IAsyncLifetime
{
    private const string Circuit = "google/model";
    private const string Open = "1|0|0|1000";
    private const string Probing = "2|0|0|301000";
    private NpgsqlDataSource _database = null!;
    private ConnectionMultiplexer _redis = null!;
    private CircuitStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _database = NpgsqlDataSource.Create($"Host=nowhere;Database=circuits-{Guid.NewGuid():n}");
        _redis = await ConnectionMultiplexer.ConnectAsync(await TestServers.Redis);
        _store = new CircuitStore(_redis, new SharedKeys(_database));
        (await _store.SetAsync(Circuit, "", Open)).ShouldBeNull();
    }

    [Fact]
    public async Task TwoProbesOfOneMillisecond_OnlyOneIsLetThrough()
    {
        var both = await Task.WhenAll(_store.SetAsync(Circuit, Open, Probing), _store.SetAsync(Circuit, Open, Probing));

        both.Count(static other => other is null).ShouldBe(1);
        both.ShouldContain(Probing);
    }

    [Fact]
    public async Task ChangeOfWhatIsNoLongerSo_IsToldWhatIsAndChangesNothing()
    {
        (await _store.SetAsync(Circuit, "", Probing)).ShouldBe(Open);
        (await _store.ReadAsync())[Circuit].ShouldBe(Open);
    }

    [Fact]
    public async Task NothingToTell_IsForgotten()
    {
        (await _store.SetAsync(Circuit, Open, "")).ShouldBeNull();
        (await _store.SetAsync(Circuit, Open, Probing)).ShouldBe("");
        (await _store.ReadAsync()).ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        await _store.ClearAsync();
        _redis.Dispose();
        await _database.DisposeAsync();
    }
}
