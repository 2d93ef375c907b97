using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Keys;

namespace NanoBanana.Keys.ApiKeys;

/// <summary>How an installation comes to its first master key. Section <c>Bootstrap</c>.</summary>
internal sealed class BootstrapOptions
{
    public const string Section = "Bootstrap";

    /// <summary>
    /// The text of a master key, <c>bnt_</c> and 64 lower-case hex digits; variable <c>BOOTSTRAP_MASTER_KEY</c>. Default none: the first one is
    /// asked for over HTTP, once.
    /// </summary>
    public string MasterKey { get; set; } = "";

    /// <summary>Says which key to change and never what it holds.</summary>
    internal sealed class Validator : IValidateOptions<BootstrapOptions>
    {
        public ValidateOptionsResult Validate(string? name, BootstrapOptions options) =>
            options.MasterKey.Length == 0 || (options.MasterKey.StartsWith(KeyFormats.BanatiePrefix, StringComparison.Ordinal) && KeyFormats.IsWellFormed(options.MasterKey))
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail("Bootstrap:MasterKey (BOOTSTRAP_MASTER_KEY) must be bnt_ and 64 lower-case hex digits.");
    }
}
