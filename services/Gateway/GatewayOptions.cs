using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace NanoBanana.Gateway;

/// <summary>The edge. Section <c>Gateway</c>.</summary>
internal sealed class GatewayOptions
{
    public const string Section = "Gateway";

    /// <summary>Whether <c>/docs</c> is served. Default: everywhere but in Production.</summary>
    public bool? Docs { get; set; }

    /// <summary>Whether a caller may bring a provider key of its own on the routes that take one. Default true.</summary>
    public bool AllowCallerProviderKeys { get; set; } = true;

    /// <summary>Networks (CIDR, comma separated) of the proxies in front of us, whose <c>X-Forwarded-For</c> and <c>-Proto</c> are believed. Default none.</summary>
    public string TrustedProxies { get; set; } = "";

    /// <summary>How long a good credential is remembered, in seconds; revocation reaches us earlier. Default 60.</summary>
    [Range(0, 60, ErrorMessage = "Gateway:CacheSeconds must be 0 to 60: invalidations are repeated for no longer than two minutes.")]
    public int CacheSeconds { get; set; } = 60;

    /// <summary>How long a bad credential is remembered, in seconds. Default 5.</summary>
    [Range(0, 60, ErrorMessage = "Gateway:NegativeCacheSeconds must be 0 to 60.")]
    public int NegativeCacheSeconds { get; set; } = 5;

    internal static IEnumerable<string> Split(string list) =>
        list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    internal sealed class Validator : IValidateOptions<GatewayOptions>
    {
        public ValidateOptionsResult Validate(string? name, GatewayOptions options)
        {
            var wrong = Split(options.TrustedProxies).Where(static network => !IPNetwork.TryParse(network, out _)).ToList();
            return wrong.Count == 0
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail($"Gateway:TrustedProxies contains '{wrong[0]}', which is not a network such as 10.0.0.0/8.");
        }
    }
}
