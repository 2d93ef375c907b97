using System.Collections.Frozen;
using BenchmarkDotNet.Attributes;
using NanoBanana.Contracts.Billing;
using NanoBanana.Generation;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Settings;

namespace NanoBanana.Benchmarks;

/// <summary>
/// One routing decision over the real providers and their catalogue, with every image model priced. The target is 50 microseconds with
/// 20 models; there are more than that.
/// </summary>
[MemoryDiagnoser]
// In this process: a project of its own would need the whole build again.
[InProcess]
public class RoutingBenchmark : IDisposable
{
    private WebApplication _app = null!;
    private ProviderRouter _router = null!;
    private PriceList.Snapshot _prices = null!;
    private GenerationRequest _request = null!;

    /// <summary>The strategy of the request.</summary>
    [Params("priority", "cost", "adaptive")]
    public string Strategy { get; set; } = "priority";

    /// <summary>Composes the service as its program does; nothing is connected to and nothing starts.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:generationdb"] = "Host=127.0.0.1;Database=none;Username=none",
            ["ConnectionStrings:redis"] = "127.0.0.1:1,connectTimeout=1",
            ["Providers:Google:ApiKey"] = "none",
            ["Providers:OpenAi:ApiKey"] = "none",
            ["Providers:Bfl:ApiKey"] = "none",
            ["Providers:Kie:ApiKey"] = "none",
            ["Providers:Runway:ApiKey"] = "none",
            ["Providers:Kling:ApiKey"] = "none",
        });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddGenerationService();
        _app = builder.Build();
        _router = _app.Services.GetRequiredService<ProviderRouter>();
        var models = _app.Services.GetRequiredService<ProviderDirectory>().All.SelectMany(static provider => provider.Models)
            .Where(static model => model.Kind == MediaKind.Image).ToList();
        Console.WriteLine($"{models.Count} image models.");
        _prices = new PriceList.Snapshot(0, 1, models
            .SelectMany(static model => model.Resolutions, static (model, step) => new PriceRow(model.Id, step, "image", 20, 30_000 + (model.Quality * 100)))
            .DistinctBy(static row => (row.Model, row.Resolution)).ToFrozenDictionary(static row => (row.Model, row.Resolution, row.Kind)));
        _request = new GenerationRequest("a red apple", 1024, 1024, 1, "natural", "basic", "saas") { Strategy = Strategy };
    }

    /// <summary>From the request to its route.</summary>
    [Benchmark]
    public object Decide() => _router.Plan(_request, _prices, RoutingWishes.None);

    /// <summary>Lets go of what was composed.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        ((IDisposable)_app).Dispose();
        GC.SuppressFinalize(this);
    }
}
