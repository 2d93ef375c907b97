namespace NanoBanana.EndToEnd.Proofs;

/// <summary>The same four providers with circuits as they are by default, only that they are asked again after a second.</summary>
public sealed class RouterDefaultsFixture : RouterFixture
{
    protected override async Task AddSettingsAsync(IDictionary<string, string?> settings)
    {
        await base.AddSettingsAsync(settings);
        settings.Remove("Routing:CircuitFailures");
        settings["Routing:CircuitOpenSeconds"] = "1";
    }
}
