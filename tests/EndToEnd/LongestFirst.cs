using NanoBanana.EndToEnd;
using NanoBanana.EndToEnd.Backup;
using NanoBanana.EndToEnd.Fuzz;
using NanoBanana.EndToEnd.Matrix;
using NanoBanana.EndToEnd.Proofs;
using NanoBanana.EndToEnd.Telemetry;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace NanoBanana.EndToEnd;

/// <summary>Starts the classes that take longest first, so that none of them is still running when all others have ended.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <summary>Those of twenty seconds and more; a class that is missing here is started after them.</summary>
    private static readonly string[] Long =
    [
        nameof(KillTests), nameof(UploadTests), nameof(ClockTests), nameof(RouterChaosTests), nameof(SharedSlotsTests), nameof(StandaloneTests), nameof(OrderKillTests),
        nameof(BackupTests), nameof(WindowTests), nameof(SecretTests), nameof(OutageUnderLoadTests), nameof(SharedCircuitTests), nameof(ChaosTests), nameof(BatchKillTests),
        nameof(RouterDefaultsTests), nameof(RollingRestartTests), nameof(DrainTests), nameof(VideoKillTests), nameof(FuzzTests), nameof(RouteMatrixTests),
        nameof(ExportedTests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(static collection => Place(collection.TestCollectionDisplayName))];

    /// <summary>A class without a collection of its own choosing is one by itself, whose name holds that of the class.</summary>
    private static int Place(string collection)
    {
        var place = Array.FindIndex(Long, name => collection.Contains($".{name} ", StringComparison.Ordinal));
        return place < 0 ? Long.Length : place;
    }
}
