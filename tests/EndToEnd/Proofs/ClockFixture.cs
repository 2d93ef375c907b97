using NanoBanana.Testing.Emulators;
using NanoBanana.Testing.Processes;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// Every service on a machine whose clock a test sets; of the two generation processes, the first. Images go to a bucket whose service
/// refuses signatures of another quarter of an hour.
/// </summary>
public sealed class ClockFixture : IAsyncLifetime
{
    /// <summary>Shorter than the jumps, so that a wrong clock would be seen on either side.</summary>
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(30);

    /// <summary>A little more than Generation:TakeoverSeconds.</summary>
    public static readonly TimeSpan TakeoverPace = TimeSpan.FromSeconds(1.2);

    private readonly Dictionary<string, FakeClock> _clocks = new(StringComparer.Ordinal);

    public ReplicatedSystem System { get; private set; } = null!;

    public GeminiEmulator Gemini { get; private set; } = null!;

    public S3Emulator S3 { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Gemini = await GeminiEmulator.StartAsync();
        S3 = await S3Emulator.StartAsync();
        System = await ReplicatedSystem.StartAsync(new ClusterPlan(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["GOOGLE_API_KEY"] = GeminiEmulator.DefaultKey,
            ["PROVIDER_GOOGLE_BASE_URL"] = Gemini.Address.ToString(),
            ["R2_ENDPOINT"] = S3.Address.ToString(),
            ["R2_ACCESS_KEY_ID"] = S3.Options.AccessKey,
            ["R2_SECRET_ACCESS_KEY"] = S3.Options.SecretKey,
            ["R2_BUCKET_NAME"] = S3.Options.Bucket,
            ["Tokens:LifetimeMinutes"] = $"{TokenLifetime.TotalMinutes}",
            ["Generation:LeaseSeconds"] = "6",
        })
        {
            Generations = 2,
            Adapt = (program, number) =>
            {
                if (number > 0)
                    return program;
                _clocks[program.Service] = new FakeClock();
                return _clocks[program.Service].Under(program);
            },
        });
    }

    /// <summary>Sets the clock of one process's machine while it runs.</summary>
    public Task SetClockAsync(string service, TimeSpan ahead) =>
        _clocks[service].SetAsync(ahead, System.Services.All.First(process => process.Name == service));

    public async ValueTask DisposeAsync()
    {
        await System.DisposeAsync();
        await S3.DisposeAsync();
        await Gemini.DisposeAsync();
        foreach (var clock in _clocks.Values)
            clock.Dispose();
    }
}
