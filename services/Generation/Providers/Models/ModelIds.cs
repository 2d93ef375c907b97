using System.Text.RegularExpressions;

namespace NanoBanana.Generation.Providers.Models;

/// <summary>How upstream ids look, before one goes into an address.</summary>
internal static partial class ModelIds
{
    public static bool IsId(string text) => ModelId().IsMatch(text);

    // A slash parts the vendor from the model at those who resell.
    [GeneratedRegex(@"^(?=.{1,100}\z)[A-Za-z0-9][A-Za-z0-9_-]*([./][A-Za-z0-9_-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ModelId();
}
