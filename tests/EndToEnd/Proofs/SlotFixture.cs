using Npgsql;
using StackExchange.Redis;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>The same with a provider that takes three orders at a time.</summary>
public sealed class SlotFixture : OrderFixture
{
    public const int Places = 3;

    /// <summary>Places that are taken, as Redis has them.</summary>
    public async Task<long> TakenAsync()
    {
        using var redis = await ConnectionMultiplexer.ConnectAsync(await TestServers.Redis);
        var system = new NpgsqlConnectionStringBuilder(System.GenerationDatabase).Database;
        return await redis.GetDatabase().SortedSetLengthAsync($"nanobanana:calls:{system}:bfl");
    }

    protected override async Task AddSettingsAsync(IDictionary<string, string?> settings)
    {
        await base.AddSettingsAsync(settings);
        settings["Providers:Bfl:MaxConcurrent"] = "3";
    }
}
