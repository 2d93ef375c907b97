using System.Text.RegularExpressions;

namespace NanoBanana.Generation.Storage;

/// <summary>
/// Which keys a store takes. The same ones in every backend, so that a later move from a folder to S3 keeps them; no segment can be
/// empty or begin with a dot, so that none leads out of the folder or meets a temporary file.
/// </summary>
internal static partial class ObjectKey
{
    private const int MaxLength = 512;

    /// <summary>Throws for a key that could not have been derived from a job.</summary>
    public static void Require(string key)
    {
        if (key.Length > MaxLength || !Allowed().IsMatch(key))
            throw new ArgumentException("Not an object key.", nameof(key));
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Allowed();
}
