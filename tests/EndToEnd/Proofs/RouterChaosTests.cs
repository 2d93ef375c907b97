using System.Globalization;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// Four providers of which three calls in ten fail, in every way that each can. Whatever may pass is overcome; what was refused, what was
/// the caller's fault and what may have been done goes nowhere else; and money follows the images that were delivered.
/// </summary>
public sealed class RouterChaosTests(RouterFixture fixture, ITestOutputHelper output) : IClassFixture<RouterFixture>
{
    private const int Calls = 600;
    private const int AtATime = 16;
    private const double Promised = 0.999;

    [Fact]
    public async Task ProvidersThatFail_AreReplacedAndRefusalsNeverWander()
    {
        var run = await RouterRun.ByAsync(fixture.System);
        var before = RouterProof.Sends(fixture);
        RouterChaos.Loose(fixture, seed: 1, alsoMisconfigured: false);
        await run.CallAsync(Calls, AtATime);

        var proof = await RouterProof.ReadAsync(fixture, run, before);
        output.WriteLine(proof.Describe());
        proof.Jobs.Count.ShouldBe(Calls);
        var clean = proof.Jobs.Where(static job => !job.HasTerminal).ToList();
        var share = (double)clean.Count(static job => job.Succeeded) / clean.Count;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{share:P2} of {clean.Count} calls without a final failure succeeded."));
        share.ShouldBeGreaterThanOrEqualTo(Promised, string.Join('\n', clean.Where(static job => !job.Succeeded)));
        proof.Classes.Order(StringComparer.Ordinal).ShouldBe(
            ["bad_image", "bad_input", "failed", "no_image", "overloaded", "refused_input", "refused_output", "throttled", "timed_out", "unknown"]);
        await proof.ShouldHoldAsync();
    }
}
