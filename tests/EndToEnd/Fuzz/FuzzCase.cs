using System.Text;
using NanoBanana.EndToEnd.Matrix;

namespace NanoBanana.EndToEnd.Fuzz;

/// <summary>One bad request: a row's own, with something of it made bad.</summary>
/// <param name="Kind">What is bad, for the failure's text.</param>
/// <param name="Path">With its query, encoded as it is sent.</param>
/// <param name="Body">As it is sent; null for none.</param>
internal sealed record FuzzCase(string Kind, HttpMethod Method, string Path, byte[]? Body, string ContentType, (string Name, string Value)? Header)
{
    private const int ShownCharacters = 300;
    private const int LargeBytes = 64 * 1024;

    public HttpRequestMessage Request(Uri address)
    {
        // Nothing may mend what is sent on its way.
        var exact = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var request = new HttpRequestMessage(Method, new Uri(address.GetLeftPart(UriPartial.Authority) + Path, exact));
        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);

            // Refused before it is sent: an answer in the middle of a body may be lost with the connection.
            if (Body.Length > LargeBytes)
                request.Headers.ExpectContinue = true;
        }

        if (Header is { } header)
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        return request;
    }

    public override string ToString()
    {
        var body = Body is null ? "no body" : Encoding.UTF8.GetString(Body);
        var shown = body.Length > ShownCharacters ? $"{body[..ShownCharacters]}... ({body.Length})" : body;
        return $"{Kind}: {Method} {(Path.Length > ShownCharacters ? Path[..ShownCharacters] : Path)} {ContentType} {Header} {shown}";
    }
}
