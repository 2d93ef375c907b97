using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NanoBanana.Generation.Events;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Events;

/// <summary>Old events go, from the beginning only, and whoever was to read them is told.</summary>
public sealed class EventSweepTests(EventsFixture fixture) : IClassFixture<EventsFixture>
{
    private readonly Guid _account = Guid.NewGuid();

    [Fact]
    public async Task OldEvents_Swept_AreGoneAndACursorAmongThemIsToldSo()
    {
        await fixture.Application.LogAsync(_account, 500);
        await fixture.Application.AgeAsync(_account, upTo: 450, days: 31);
        (await Sweep().SweepAsync(CancellationToken.None)).ShouldBeGreaterThanOrEqualTo(450);

        using var client = fixture.Instance.ClientFor(GenerationApplication.KeyOf(_account));
        using var gone = await client.GetAsync(new Uri("/v1/events?after=449", UriKind.Relative));
        var body = await gone.ShouldBeAsync(HttpStatusCode.Gone);
        ((string)body!["code"]!, (long)body["oldest"]!).ShouldBe(("events.expired", 451));
        using var stream = await EventReader.OpenAsync(client, lastId: 3);
        stream.Response.StatusCode.ShouldBe(HttpStatusCode.Gone);

        // 450 was read, and what follows it is there.
        using var kept = await client.GetAsync(new Uri("/v1/events?after=450&limit=1", UriKind.Relative));
        ((long)(await kept.ShouldBeAsync(HttpStatusCode.OK))!["next"]!).ShouldBe(451);
        using var oldest = await client.GetAsync(new Uri("/v1/events?limit=200", UriKind.Relative));
        (await oldest.ShouldBeAsync(HttpStatusCode.OK))!["items"]!.AsArray().Select(static item => (long)item!["sequence"]!)
            .ShouldBe(Enumerable.Range(451, 50).Select(static number => (long)number));
    }

    [Fact]
    public async Task WholeLog_Swept_GoesOnWhereItWas()
    {
        await fixture.Application.LogAsync(_account, 3);
        await fixture.Application.AgeAsync(_account, upTo: 3, days: 31);
        await Sweep().SweepAsync(CancellationToken.None);
        using var client = fixture.Instance.ClientFor(GenerationApplication.KeyOf(_account));
        using (var nothing = await client.GetAsync(new Uri("/v1/events", UriKind.Relative)))
            ((long)(await nothing.ShouldBeAsync(HttpStatusCode.OK))!["next"]!).ShouldBe(3);
        await fixture.Application.LogAsync(_account);
        using var reader = await EventReader.OpenAsync(client, "?after=3");
        (await reader.NextManyAsync(1)).ShouldBe([4]);
    }

    [Fact]
    public async Task YoungEventAmongOldOnes_OutOfOrderOfItsDate_KeepsWhatFollowsIt()
    {
        await fixture.Application.LogAsync(_account, 5);
        await fixture.Application.AgeAsync(_account, upTo: 5, days: 31);
        await fixture.Application.ScalarAsync("UPDATE generation.events SET created_at = now() WHERE account_id = @account AND sequence = 3", ("account", _account));
        await Sweep().SweepAsync(CancellationToken.None);
        (await fixture.Application.ScalarAsync("SELECT string_agg(sequence::text, ',' ORDER BY sequence) FROM generation.events WHERE account_id = @account", ("account", _account)))
            .ShouldBe("3,4,5");
    }

    private EventSweep Sweep() => fixture.Instance.Services.GetServices<IHostedService>().OfType<EventSweep>().Single();
}
