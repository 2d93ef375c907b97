using NanoBanana.Testing.Emulators;

namespace NanoBanana.EndToEnd;

/// <summary>One system with Google's emulator behind it for the tests of a class, which resets the emulator before each of them.</summary>
public class GeminiFixture : IAsyncLifetime
{
    public GeminiEmulator Gemini { get; private set; } = null!;

    public NanoBananaSystem System { get; private set; } = null!;

    /// <summary>The one key that the emulator accepts.</summary>
    protected virtual string KnownKey => GeminiEmulator.DefaultKey;

    /// <summary>The one that the system calls it with.</summary>
    protected virtual string OurKey => GeminiEmulator.DefaultKey;

    public async ValueTask InitializeAsync()
    {
        Gemini = await GeminiEmulator.StartAsync(KnownKey);
        System = await StartAsync();
    }

    /// <summary>One more system with the same emulator, for a test with a setting or an end of its own.</summary>
    public Task<NanoBananaSystem> StartAsync(params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["GOOGLE_API_KEY"] = OurKey,
            ["PROVIDER_GOOGLE_BASE_URL"] = Gemini.Address.ToString(),

            // What one test lets fail must not close the way of the next.
            ["Routing:CircuitFailures"] = "1000",
        };
        foreach (var (key, value) in settings)
            all[key] = value;
        return NanoBananaSystem.StartAsync(all);
    }

    public async ValueTask DisposeAsync()
    {
        await System.DisposeAsync();
        await Gemini.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
