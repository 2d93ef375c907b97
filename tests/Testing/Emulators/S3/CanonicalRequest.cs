using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace NanoBanana.Testing.Emulators;

/// <summary>The text that a signature is made over.</summary>
internal static class CanonicalRequest
{
    public static string Of(HttpContext context, IReadOnlyList<string> signedHeaders, string payloadHash)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2);
        var text = new StringBuilder();
        text.Append(context.Request.Method).Append('\n');
        text.Append(string.Join('/', target[0].Split('/').Select(Encode))).Append('\n');
        text.Append(target.Length > 1 ? Query(target[1]) : "").Append('\n');
        foreach (var name in signedHeaders)
            text.Append(name).Append(':').Append(HeaderValue(context.Request.Headers, name)).Append('\n');
        return text.Append('\n').AppendJoin(';', signedHeaders).Append('\n').Append(payloadHash).ToString();
    }

    private static string Query(string raw) => string.Join('&', raw.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(static pair => pair.Split('=', 2))
        .Select(static pair => (Name: Encode(pair[0]), Value: pair.Length > 1 ? Encode(pair[1]) : ""))
        .Where(static pair => pair.Name != "X-Amz-Signature")
        .OrderBy(static pair => pair.Name, StringComparer.Ordinal).ThenBy(static pair => pair.Value, StringComparer.Ordinal)
        .Select(static pair => $"{pair.Name}={pair.Value}"));

    private static string HeaderValue(IHeaderDictionary headers, string name) =>
        string.Join(',', headers[name].Select(static value => string.Join(' ', (value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    /// <summary>Decodes what the client encoded and encodes it by S3's own rule: everything but letters, digits and <c>-._~</c>.</summary>
    private static string Encode(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text));
}
