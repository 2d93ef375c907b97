using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Storage;

namespace NanoBanana.Generation.Tests.Inputs;

/// <summary>How long what callers send is kept, and who may have it.</summary>
public sealed class InputKeepingTests(InputFixture fixture)
{
    private readonly Guid _account = Guid.NewGuid();

    [Fact]
    public async Task Upload_KeptForItsTime_GoesWithItsBytes()
    {
        using (var response = await InputFixture.PostAsync(fixture.ClientOf(_account), "/v1/edit", new { image = InputFixture.Base64(), prompt = "x" }))
            await response.ShouldBeAsync(HttpStatusCode.Created);
        var key = await KeyAsync();
        var store = fixture.Instance.Services.GetRequiredService<IImageStore>();
        (await ReadAsync(store, key)).ShouldBeTrue();
        await fixture.Application.ScalarAsync("UPDATE generation.inputs SET created_at = now() - interval '31 days' WHERE account_id = @a", ("a", _account));

        await fixture.Instance.Services.GetRequiredService<InputSweep>().SweepAsync(CancellationToken.None);

        (await ReadAsync(store, key)).ShouldBeFalse();
        (await fixture.Application.ScalarAsync("SELECT count(*) FROM generation.inputs WHERE account_id = @a", ("a", _account))).ShouldBe(0L);
    }

    [Fact]
    public async Task Upload_AskedForWithoutItsSignature_IsNotThere()
    {
        using (var response = await InputFixture.PostAsync(fixture.ClientOf(_account), "/v1/edit", new { image = InputFixture.Base64(), prompt = "x" }))
            await response.ShouldBeAsync(HttpStatusCode.Created);
        var name = InputNames.FileName(await KeyAsync());
        var client = fixture.ClientOf(_account);

        foreach (var path in new[] { name, name + "?sig=AAAA", "in_x.png", "../images/x.png" })
        {
            using var response = await client.GetAsync(new Uri($"/v1/inputs/{path}", UriKind.Relative));
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task OwnImageDeletedWhileTheOrderWaits_FailsWithoutACharge()
    {
        using var first = await InputFixture.PostAsync(fixture.ClientOf(_account), "/v1/edit", new { image = InputFixture.Base64(), prompt = "x" });
        var body = (await first.ShouldBeAsync(HttpStatusCode.Created))!;
        JobIds.TryParse((string)body["id"]!, out var job).ShouldBeTrue();
        File.Delete(Path.Combine(fixture.Application.ImageFolder, ImageNames.StorageKey(job, 1, ImageNames.MediaType)));

        using var second = await InputFixture.PostAsync(fixture.ClientOf(_account), "/v1/edit", new { image = (string)body["id"]!, prompt = "y" });

        ((int)second.StatusCode).ShouldBeInRange(400, 502);
        await fixture.Application.EventuallyAsync(async () => (long)(await fixture.Application.AccountAsync(_account))["held"]! == 0, "nothing is held");
        (await fixture.AvailableOfAsync(_account)).ShouldBe(980);
    }

    private async Task<string> KeyAsync() =>
        (string)(await fixture.Application.ScalarAsync("SELECT storage_key FROM generation.inputs WHERE account_id = @a", ("a", _account)))!;

    private static async Task<bool> ReadAsync(IImageStore store, string key)
    {
        await using var stream = await store.OpenAsync(key, CancellationToken.None);
        return stream is not null;
    }
}
