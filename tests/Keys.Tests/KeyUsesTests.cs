using System.Net;
using System.Net.Http.Json;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Keys;

namespace NanoBanana.Keys.Tests;

public sealed class KeyUsesTests(KeysApplication application) : IClassFixture<KeysApplication>
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task UsesOutOfOrder_Recorded_TheLatestStays()
    {
        using var client = application.ClientForNewUser();
        var id = (Guid)(await KeysApplication.CreateKeyAsync(client))["id"]!;

        await RecordAsync(new KeyUse(id, Noon.AddMinutes(-5)), new KeyUse(id, Noon), new KeyUse(id, Noon.AddMinutes(-2)));
        await RecordAsync(new KeyUse(id, Noon.AddHours(-1)));

        (await LastUsedAsync(client)).ShouldBe("2026-01-02T12:00:00Z");
    }

    [Fact]
    public async Task UseWithinTheMinute_Recorded_IsLeftOut()
    {
        using var client = application.ClientForNewUser();
        var id = (Guid)(await KeysApplication.CreateKeyAsync(client))["id"]!;

        await RecordAsync(new KeyUse(id, Noon));
        await RecordAsync(new KeyUse(id, Noon.AddSeconds(59)));
        (await LastUsedAsync(client)).ShouldBe("2026-01-02T12:00:00Z");
        await RecordAsync(new KeyUse(id, Noon.AddSeconds(60)));
        (await LastUsedAsync(client)).ShouldBe("2026-01-02T12:01:00Z");
    }

    [Fact]
    public async Task ClockAhead_Recorded_DoesNotReachIntoTheFuture()
    {
        using var client = application.ClientForNewUser();
        var id = (Guid)(await KeysApplication.CreateKeyAsync(client))["id"]!;

        await RecordAsync(new KeyUse(id, new DateTimeOffset(2199, 1, 1, 0, 0, 0, TimeSpan.Zero)), new KeyUse(Guid.NewGuid(), Noon));

        (await LastUsedAsync(client)).ShouldNotStartWith("2199");
    }

    [Fact]
    public async Task EmptyList_Recorded_IsFine() => await RecordAsync();

    private async Task RecordAsync(params KeyUse[] uses)
    {
        using var gateway = application.Service.ClientForService("gateway");
        var response = await gateway.PostAsJsonAsync<IReadOnlyList<KeyUse>>(
            "/internal/keys/used", uses, ContractsJsonContext.Default.IReadOnlyListKeyUse);
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private static async Task<string> LastUsedAsync(HttpClient client)
    {
        var answer = await (await client.GetAsync("/v1/keys")).ShouldBeAsync(HttpStatusCode.OK);
        return (string)answer!["keys"]![0]!["last_used_at"]!;
    }
}
