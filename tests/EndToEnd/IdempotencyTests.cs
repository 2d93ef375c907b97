using System.Net;

namespace NanoBanana.EndToEnd;

/// <summary>Same key and body: the same job and one charge, also while in flight. Same key, other body: 422.</summary>
public sealed class IdempotencyTests(SystemFixture fixture) : IClassFixture<SystemFixture>
{
    [Fact]
    public async Task Repeat_SameKeyAndBody_AnswersTheSameAndChargesOnce()
    {
        var account = await fixture.System.SignUpAsync();
        using var client = await account.KeyClientAsync();
        var before = await account.AvailableAsync();
        var first = await client.GenerateOkAsync(new { prompt = "once" }, "order-1");
        var second = await client.GenerateOkAsync(new { prompt = "once" }, "order-1");
        second.ToJsonString().ShouldBe(first.ToJsonString());
        (await account.AvailableAsync()).ShouldBe(before - 20);
    }

    [Fact]
    public async Task ManyRepeatsAtOnce_SameKeyAndBody_MakeOneJobAndOneCharge()
    {
        var account = await fixture.System.SignUpAsync();
        using var client = await account.KeyClientAsync();
        var before = await account.AvailableAsync();
        var bodies = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => client.GenerateOkAsync(new { prompt = "at once" }, "order-2")));
        bodies.Select(static body => body.ToJsonString()).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
        (await account.AvailableAsync()).ShouldBe(before - 20);
        (await client.GetJsonAsync("/v1/generations"))["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Repeat_SameKeyOtherBody_IsRefusedAndNamesTheHeader()
    {
        var account = await fixture.System.SignUpAsync();
        using var client = await account.KeyClientAsync();
        await client.GenerateOkAsync(new { prompt = "one thing" }, "order-3");
        using var other = await client.GenerateAsync(new { prompt = "another thing" }, "order-3");
        var body = await other.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        body!["detail"]![0]!["loc"]!.ToJsonString().ShouldBe("""["header","Idempotency-Key"]""");
        other.ErrorCode().ShouldBe("idempotency.key_reused");
    }

    [Fact]
    public async Task SameKeyText_OfTwoAccounts_IsTwoKeys()
    {
        using var one = await (await fixture.System.SignUpAsync()).KeyClientAsync();
        using var two = await (await fixture.System.SignUpAsync()).KeyClientAsync();
        var first = await one.GenerateOkAsync(new { prompt = "same" }, "shared");
        var second = await two.GenerateOkAsync(new { prompt = "same" }, "shared");
        ((string)second["id"]!).ShouldNotBe((string)first["id"]!);
    }

    [Fact]
    public async Task BadKey_Generate_IsAFaultOfTheHeader()
    {
        using var client = await (await fixture.System.SignUpAsync()).KeyClientAsync();
        using var response = await client.GenerateAsync(new { prompt = "x" }, new string('k', 256));
        var body = await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        ((string)body!["detail"]![0]!["loc"]![1]!).ShouldBe("Idempotency-Key");
    }
}
