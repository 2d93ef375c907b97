using NanoBanana.Generation.Providers;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>What a provider that can be reached, and knows the key, says of the account.</summary>
public sealed class BalanceProbeTests
{
    [Theory]
    [InlineData("bfl", "credits:0")]
    [InlineData("bfl", "credits:-1.5")]
    [InlineData("kie", "credit:0")]
    [InlineData("kie", "credit:-3")]
    [InlineData("runway", "credits:0")]
    [InlineData("runway", "credits:-8")]
    public async Task NothingIsLeft_Probed_IsOutOfFunds(string kind, string behaviour)
    {
        var failed = (await AskAsync(kind, behaviour)).ShouldNotBeNull();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.OutOfFunds, "NO_CREDITS"));
    }

    [Theory]
    [InlineData("bfl", "credits:0.5")]
    [InlineData("bfl", "credits:1e12")]
    [InlineData("kie", "credit:0.25")]
    [InlineData("runway", "credits:1")]
    public async Task SomethingIsLeft_Probed_IsFine(string kind, string behaviour) => (await AskAsync(kind, behaviour)).ShouldBeNull();

    [Theory]
    [InlineData("bfl", "empty_object")]
    [InlineData("bfl", "credits:null")]
    [InlineData("bfl", "credits:\"12\"")]
    [InlineData("kie", "credit:null")]
    [InlineData("kie", "credit:{\"left\":12}")]
    [InlineData("runway", "credits:null")]
    [InlineData("runway", "credits:\"12\"")]
    public async Task BalanceIsNoNumber_Probed_IsUnreadable(string kind, string behaviour)
    {
        var failed = (await AskAsync(kind, behaviour)).ShouldNotBeNull();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.Unknown, "UNREADABLE"));
    }

    [Theory]
    [InlineData("bfl", "out_of_funds", "HTTP 402")]
    [InlineData("kie", "code:402", "CODE 402")]
    [InlineData("kie", "status:402", "CODE 402")]
    [InlineData("kie", "code:433", "CODE 433")]
    [InlineData("runway", "status:402", "HTTP 402")]
    [InlineData("kling", "code:1101", "ACCOUNT_IN_ARREARS")]
    [InlineData("kling", "code200:1102", "PACK_EXHAUSTED")]
    public async Task RefusedForWantOfFunds_Probed_IsOutOfFunds(string kind, string behaviour, string detail)
    {
        var failed = (await AskAsync(kind, behaviour)).ShouldNotBeNull();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.OutOfFunds, detail));
    }

    [Theory]
    [InlineData("bfl", "bad_key")]
    [InlineData("kie", "code:401")]
    [InlineData("runway", "bad_key")]
    [InlineData("kling", "code200:1000")]
    public async Task KeyWasRevoked_Probed_IsUnauthorised(string kind, string behaviour) =>
        (await AskAsync(kind, behaviour)).ShouldNotBeNull().Class.ShouldBe(FailureClass.Unauthorised);

    [Theory]
    [InlineData("code:1203")]
    [InlineData("code200:1203")]
    public async Task KlingSaysThatThereIsNoSuchOrder_Probed_IsFine(string behaviour) => (await AskAsync("kling", behaviour)).ShouldBeNull();

    [Fact]
    public async Task RunwayIsAsked_Probed_VersionIsNamed()
    {
        await using var probed = await Probed.StartAsync("runway");

        await probed.AskAsync();

        probed.Switchboard.Requests.ShouldHaveSingleItem().Headers["X-Runway-Version"].ShouldBe("2024-11-06");
    }

    private static async Task<ProviderResult.Failed?> AskAsync(string kind, string behaviour)
    {
        await using var probed = await Probed.StartAsync(kind);
        probed.Script.Next(behaviour);
        return await probed.AskAsync();
    }
}
