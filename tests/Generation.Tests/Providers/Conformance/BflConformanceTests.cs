using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers.Conformance;

/// <summary>The turn of the adapter for Black Forest Labs.</summary>
public sealed class BflConformanceTests : ProviderConformance
{
    protected override string Section => "Providers:Bfl";

    private protected override async Task<ProviderUnderTest> StartAsync(params (string Key, string? Value)[] settings)
    {
        var emulator = await BflEmulator.StartAsync();
        return BflSetup.Subject(emulator, BflSetup.For(emulator, settings));
    }
}
