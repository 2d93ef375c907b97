using System.Net;
using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Keys;
using NanoBanana.Contracts.Principals;
using Npgsql;

namespace NanoBanana.Keys.Tests.Banatie;

/// <summary><c>BOOTSTRAP_MASTER_KEY</c>: a text that the operator made works as a master key from the start on.</summary>
public sealed class GivenMasterKeyTests : IAsyncLifetime
{
    private static readonly string Text = "bnt_" + string.Concat(Enumerable.Repeat("0123456789abcdef", 4));
    private readonly KeysApplication _application = new();

    public ValueTask InitializeAsync() => _application.InitializeAsync();

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Fact]
    public async Task TwoProcessesStartedWithIt_ItWorksOnceAndTheBootstrapIsClosed()
    {
        var services = await Task.WhenAll(StartAsync(Text), StartAsync(Text));
        await using var first = services[0];
        await using var second = services[1];

        var verified = await _application.VerifyAsync(Text);
        (verified.Verdict, verified.Key!.Kind, verified.Key.AccountId, verified.Key.ExpiresAt).ShouldBe((KeyVerdict.Valid, PrincipalKind.MasterKey, OperatorAccount.Id, null));
        using var master = first.ClientFor(OperatorCalls.Master());
        var list = await master.ListAsync();
        ((int)list["total"]!, (string)list["keys"]![0]!["name"]!).ShouldBe((1, "Bootstrap Master Key"));
        list.ToJsonString().ShouldNotContain(Text[12..]);

        // Also at a process that was not given it.
        foreach (var service in new[] { first, _application.Service })
        {
            using var nobody = service.ClientFor(Principal.Anonymous);
            using var refused = await nobody.BootstrapAsync();
            (await refused.ShouldBeAsync(HttpStatusCode.Forbidden))!["error"]!.GetValue<string>().ShouldBe("Bootstrap not allowed");
        }
    }

    [Fact]
    public async Task RevokedOnce_ARestartDoesNotBringItBack()
    {
        await using (var service = await StartAsync(Text))
        {
            using var master = service.ClientFor(OperatorCalls.Master());
            await master.CreateOkAsync(new { type = "master" });
            var id = (string)(await master.ListAsync())["keys"]!.AsArray().Single(static key => (string?)key!["name"] == "Bootstrap Master Key")!["id"]!;
            using var revoked = await master.RevokeAsync(id);
            await revoked.ShouldBeAsync(HttpStatusCode.OK);
        }

        await using var again = await StartAsync(Text);

        (await _application.VerifyAsync(Text)).Verdict.ShouldBe(KeyVerdict.Revoked);
    }

    [Fact]
    public async Task PostgresAwayAtTheStart_ItIsStoredOnceItIsBack()
    {
        var direct = new NpgsqlConnectionStringBuilder(_application.Database);
        await using var gate = new TcpGate(new Uri($"http://{direct.Host}:{direct.Port}"));
        var through = new NpgsqlConnectionStringBuilder(_application.Database) { Host = "127.0.0.1", Port = gate.Address.Port, Timeout = 1, CommandTimeout = 1 };
        gate.Shut();
        await using var service = await KeysApplication.StartAsync(through.ConnectionString, await TestServers.Redis, Text);
        (await _application.VerifyAsync(Text)).Verdict.ShouldBe(KeyVerdict.Unknown);

        gate.Open();

        for (var i = 0; i < 300 && (await _application.VerifyAsync(Text)).Verdict != KeyVerdict.Valid; i++)
            await Task.Delay(50);
        (await _application.VerifyAsync(Text)).Verdict.ShouldBe(KeyVerdict.Valid);
    }

    [Theory]
    [InlineData("bnt_secret")]
    [InlineData("nb_live_0123456789abcdef0123456789abcdef")]
    [InlineData("bnt_0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF")]
    public async Task OfAnotherShape_TheStartIsRefusedWithoutTellingIt(string text)
    {
        var refusal = await Should.ThrowAsync<OptionsValidationException>(() => StartAsync(text));

        refusal.Message.ShouldBe("Bootstrap:MasterKey (BOOTSTRAP_MASTER_KEY) must be bnt_ and 64 lower-case hex digits.");
    }

    private async Task<TestService> StartAsync(string text) => await KeysApplication.StartAsync(_application.Database, await TestServers.Redis, text);
}
