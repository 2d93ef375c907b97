namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// The same with circuits that open, and with providers that do not accept our key besides. How many calls succeed is then up to how many
/// providers are left; that nothing wanders, is sent twice or is charged for nothing is not.
/// </summary>
public sealed class RouterDefaultsTests(RouterDefaultsFixture fixture, ITestOutputHelper output) : IClassFixture<RouterDefaultsFixture>
{
    private const int Calls = 150;
    private const int AtATime = 16;

    [Fact]
    public async Task CircuitsThatOpenAndClose_ChangeNothingOfWhatIsNeverDone()
    {
        var run = await RouterRun.ByAsync(fixture.System);
        var before = RouterProof.Sends(fixture);
        RouterChaos.Loose(fixture, seed: 7, alsoMisconfigured: true);
        await run.CallAsync(Calls, AtATime);

        var proof = await RouterProof.ReadAsync(fixture, run, before);
        output.WriteLine(proof.Describe());

        // A call that nobody can serve now is refused before it is a job.
        var refused = run.Answers.Count(static answer => answer == "503 provider.unavailable");
        (proof.Jobs.Count + refused).ShouldBe(Calls);
        proof.Classes.Intersect(["unauthorised", "out_of_funds", "gone"], StringComparer.Ordinal).ShouldNotBeEmpty();
        await proof.ShouldHoldAsync();
    }
}
