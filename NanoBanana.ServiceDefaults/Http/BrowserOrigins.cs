using Microsoft.Extensions.Configuration;

namespace NanoBanana.ServiceDefaults.Http;

/// <summary>
/// Which origins in browsers are ours: the local dashboards, and <c>Cors:Origins</c> (<c>CORS_ORIGIN</c> and <c>CORS_ORIGINS</c>, comma
/// separated). The gateway lets them call, and Identity sends browsers back to them.
/// </summary>
public static class BrowserOrigins
{
    /// <summary>Stands in the list for every origin.</summary>
    public const string Any = "*";

    private static readonly string[] Defaults = ["http://localhost:3001", "http://localhost:3002", "http://localhost:3003"];

    /// <summary>The defaults and then what is configured, without slashes at their ends.</summary>
    public static IReadOnlyList<string> Read(IConfiguration configuration) =>
    [
        .. Defaults,
        .. (configuration["Cors:Origins"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(static origin => origin.TrimEnd('/')),
    ];
}
