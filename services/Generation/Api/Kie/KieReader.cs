using System.Security.Cryptography;
using System.Text;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Webhooks;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Kie;

/// <summary>Reads what the family's calls are asked, and finds all that is wrong with it.</summary>
internal sealed class KieReader(RoutingPolicies policies, WebhookAddress addresses, ImageLinks links)
{
    /// <summary>The family as requests name it.</summary>
    public const string Family = "kie";

    private const int MaxPrompt = 5_000;
    private const int MaxStyle = 100;
    private const string Resolution = "1K";

    /// <summary>Width to height.</summary>
    public static IReadOnlyList<string> Ratios { get; } = ["1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3", "5:4", "4:5", "21:9"];

    private static readonly Dictionary<string, string> Presets = new(StringComparer.Ordinal)
    {
        ["square"] = "1:1",
        ["portrait"] = "3:4",
        ["landscape"] = "4:3",
        ["wide"] = "16:9",
        ["ultrawide"] = "21:9",
    };

    private static readonly string[] Accepted = [.. Ratios, .. Presets.Keys];

    /// <summary>The request; only to be used when the validation has not failed.</summary>
    /// <param name="missing">What is said when there is no prompt.</param>
    public GenerationRequest Read(KieGenerateRequest body, HttpRequest http, RequestValidation validation, string missing = "Prompt is required")
    {
        var prompt = body.Prompt?.Trim();
        if (string.IsNullOrEmpty(prompt))
            validation.Add("prompt", "missing", missing);
        else
            validation.Text("prompt", prompt, 1, MaxPrompt);
        validation.OneOf("aspectRatio", body.AspectRatio, Accepted);
        validation.Text("style", body.Style, 0, MaxStyle, required: false);
        addresses.Check(body.CallbackUrl, validation, required: false, "callbackUrl");
        var pins = RoutingHeaders.Read(http, policies, validation);
        var size = validation.Failed ? default : SizeOf(body.AspectRatio ?? Ratios[0]);
        return new GenerationRequest(Styled(prompt ?? "", body.Style?.Trim()), size.Width, size.Height, 1, "natural", "basic", Family, pins.Provider, pins.Model)
        {
            Resolution = Resolution,
            Strategy = pins.Strategy,
            Callback = body.CallbackUrl is { } address ? new RequestedCallback(HashOf(address), links.OriginOf(http)) : null,
        };
    }

    /// <summary>In the prompt itself, so that the filter reads it as well.</summary>
    private static string Styled(string prompt, string? style) =>
        string.IsNullOrEmpty(style) || style.Equals("none", StringComparison.OrdinalIgnoreCase) ? prompt : $"{prompt}\nStyle: {style}";

    private static ImageSize SizeOf(string ratio) => ImageSize.Of(AspectRatio.Parse(Presets.GetValueOrDefault(ratio, ratio))!.Value, Resolution)!.Value;

    private static string HashOf(string address) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address)));
}
