using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers.Conformance;

/// <summary>The turn of the adapter for KIE.</summary>
public sealed class KieConformanceTests : ProviderConformance
{
    protected override string Section => "Providers:Kie";

    private protected override async Task<ProviderUnderTest> StartAsync(params (string Key, string? Value)[] settings)
    {
        var emulator = await KieEmulator.StartAsync();
        return KieSetup.Subject(emulator, KieSetup.For(emulator, settings));
    }
}
