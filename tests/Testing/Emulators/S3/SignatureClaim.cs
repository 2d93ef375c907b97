using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>What a request says about its signature, in a header or in the query.</summary>
internal sealed record SignatureClaim(
    string Algorithm, string AccessKey, string Date, string Region, string Service, string Time, IReadOnlyList<string> SignedHeaders, string Signature, int Expires = 0)
{
    public static SignatureClaim? FromHeaders(IHeaderDictionary headers)
    {
        var parts = headers.Authorization.ToString().Split(' ', 2);
        if (parts.Length != 2)
            return null;
        var fields = parts[1].Split(',', StringSplitOptions.TrimEntries).Select(static field => field.Split('=', 2))
            .Where(static field => field.Length == 2).ToDictionary(static field => field[0], static field => field[1], StringComparer.Ordinal);
        return Make(parts[0], fields.GetValueOrDefault("Credential"), headers["x-amz-date"].ToString(),
            fields.GetValueOrDefault("SignedHeaders"), fields.GetValueOrDefault("Signature"), 0);
    }

    public static SignatureClaim? FromQuery(IQueryCollection query) =>
        Make(query["X-Amz-Algorithm"], query["X-Amz-Credential"], query["X-Amz-Date"], query["X-Amz-SignedHeaders"], query["X-Amz-Signature"],
            int.TryParse(query["X-Amz-Expires"], out var seconds) ? seconds : 0);

    private static SignatureClaim? Make(string? algorithm, string? credential, string? time, string? signedHeaders, string? signature, int expires) =>
        credential?.Split('/') is [var key, var date, var region, var service, "aws4_request"] && signedHeaders is not null && signature is not null
            ? new SignatureClaim(algorithm ?? "", key, date, region, service, time ?? "", signedHeaders.Split(';'), signature, expires)
            : null;
}
