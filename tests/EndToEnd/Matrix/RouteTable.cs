namespace NanoBanana.EndToEnd.Matrix;

/// <summary>Every route of the API. A new one gets its row in the part that it belongs to.</summary>
internal static partial class RouteTable
{
    public static IReadOnlyList<RouteRow> Rows { get; } = [.. Health, .. Accounts, .. Money, .. Admin, .. Making, .. Lab, .. Made, .. Library, .. Told];

    private static RouteRow[] Health =>
    [
        new("GET /", Access.None),
        new("GET /health", Access.None),
        new("GET /api/info", Access.Optional),
        new("GET /api/health", Access.None),
        new("GET /api/health/detailed", Access.None),
        new("GET /api/health/live", Access.None),
        new("GET /api/health/ready", Access.None),
        new("GET /api/v1/health", Access.None),
    ];
}
