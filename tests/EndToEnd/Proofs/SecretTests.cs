namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// Secrets that are planted in settings, headers, bodies and failing providers appear in no log, trace, error, event or column, although
/// every category logs everything.
/// </summary>
public sealed class SecretTests(SecretSystem system) : IClassFixture<SecretSystem>
{
    [Fact]
    public void PlantedSecrets_EverythingLeftBehind_ContainsNone() => string.Join('\n', system.LeftBehind.Find(system.Secrets.Anywhere)
        .Concat(system.LeftBehind.Find(system.Secrets.OutsideAnswers)).Where(static finding => !IsTheKeysOwnColumn(finding)).Distinct(StringComparer.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void PlantedSecrets_EveryAnswer_ContainsNoneButTheOneItHandsOut() =>
        string.Join('\n', system.Answers.Find(system.Secrets.Anywhere).Distinct(StringComparer.Ordinal)).ShouldBeEmpty();

    /// <summary>A search of nothing would find nothing: everything that could speak has spoken.</summary>
    [Theory]
    [InlineData("Npgsql.Command")]
    [InlineData("Microsoft.EntityFrameworkCore")]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel")]
    [InlineData("Microsoft.AspNetCore.Routing")]
    [InlineData("Yarp.ReverseProxy")]
    [InlineData("was not forwarded")]
    [InlineData("did not answer the request to")]
    [InlineData("does not serve model")]
    [InlineData("NanoBanana.Generation")]
    public void EveryCategory_Logs_ArePrintedAndExported(string mark)
    {
        system.Output.ShouldContain("trce: ");
        system.Output.Contains(mark, StringComparison.Ordinal).ShouldBeTrue();
        system.Exported.Contains(mark, StringComparison.Ordinal).ShouldBeTrue();
    }

    [Theory]
    [InlineData("traces")]
    [InlineData("metrics")]
    [InlineData("logs")]
    [InlineData("output of gateway")]
    [InlineData("output of identity")]
    [InlineData("identitydb identity.users")]
    [InlineData("keysdb keys.api_keys")]
    [InlineData("generationdb generation.attempts")]
    [InlineData("generationdb generation.outbox")]
    [InlineData("billingdb billing.holds")]
    [InlineData("redis ")]
    [InlineData("bucket ")]
    [InlineData("postgres.log")]
    [InlineData("output of a identity that could not start")]
    public void EveryPlace_Searched_IsThere(string place) =>
        system.LeftBehind.Places.ShouldContain(known => known.StartsWith(place, StringComparison.Ordinal));

    /// <summary>Keys are looked up by their hash, which is what the table holds instead of them.</summary>
    private static bool IsTheKeysOwnColumn(string finding) => finding.StartsWith("keysdb keys.api_keys: API key's hash", StringComparison.Ordinal);
}
