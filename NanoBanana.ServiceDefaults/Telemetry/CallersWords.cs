using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace NanoBanana.ServiceDefaults.Telemetry;

/// <summary>
/// Keeps what callers wrote into a request line or a header out of every log. Some write keys there: in the query, in a path instead of
/// an id, in a header that is none. The framework repeats them, and no level, nor a level given to one provider, switches that on.
/// </summary>
internal static class CallersWords
{
    private static readonly (string Category, LogLevel Least)[] Repeating =
    [
        // Also keeps its scope, with the path of the request, off every other message; RequestId adds one without.
        ("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None),
        ("Microsoft.AspNetCore.Routing.Matching.DfaMatcher", LogLevel.Warning),
        ("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.Warning),

        // Would also warn, with a stack trace, of every client that hangs up; the gateway tells of the rest itself.
        ("Yarp.ReverseProxy.Forwarder.HttpForwarder", LogLevel.Error),
    ];

    public static void KeepOut(IServiceCollection services) => services.PostConfigure<LoggerFilterOptions>(static options =>
    {
        // A rule for a provider goes before all rules without one, whatever their categories.
        var providers = options.Rules.Select(static rule => rule.ProviderName).Append(null).Distinct(StringComparer.Ordinal).ToList();
        foreach (var provider in providers)
        {
            foreach (var (category, least) in Repeating)
                options.Rules.Add(new LoggerFilterRule(provider, category, least, filter: null));
        }
    });
}
