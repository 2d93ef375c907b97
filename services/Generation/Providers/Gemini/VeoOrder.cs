using System.Text.Json;
using System.Text.RegularExpressions;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>What an order for a video is answered with: the name by which it is asked after.</summary>
internal static partial class VeoOrder
{
    /// <summary>Google's own interval.</summary>
    private static readonly TimeSpan PollAfter = TimeSpan.FromSeconds(10);

    /// <summary>Whether a name may go into an address, which it becomes the path of.</summary>
    public static bool IsName(string? text) => text is not null && Name().IsMatch(text);

    public static ProviderResult Of(ProviderAnswer answer)
    {
        if (answer.Status != StatusCodes.Status200OK)
            return GeminiFailure.Of(answer);
        try
        {
            var name = JsonSerializer.Deserialize(answer.Body.Span, VeoJson.Default.VeoOperation)?.Name;
            return IsName(name) ? new ProviderResult.Accepted(name!, PollAfter) : ProviderAnswer.Unreadable;
        }
        catch (JsonException)
        {
            return ProviderAnswer.Unreadable;
        }
    }

    [GeneratedRegex(@"^models/[A-Za-z0-9][A-Za-z0-9._-]{0,99}/operations/[A-Za-z0-9][A-Za-z0-9_-]{0,255}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
