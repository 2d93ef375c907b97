using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>Checks who asks: a key as it is, or where there is a secret key, a JWT that is signed with it.</summary>
internal sealed class KlingAuth(string key, string? secret, TimeProvider time)
{
    /// <summary>Half an hour, and a minute for a clock that is ahead.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(31);

    public KlingProblem? Check(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.Ordinal))
            return KlingProblem.NoKey;
        var token = header["Bearer ".Length..];
        return secret is not null ? CheckToken(token, secret) : token == key ? null : KlingProblem.BadKey;
    }

    private KlingProblem? CheckToken(string token, string signedWith)
    {
        try
        {
            if (token.Split('.') is not [var head, var claims, var signature])
                return KlingProblem.BadKey;
            var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(signedWith), Encoding.ASCII.GetBytes($"{head}.{claims}"));
            using var first = JsonDocument.Parse(Base64Url.DecodeFromChars(head));
            if (first.RootElement.GetProperty("alg").GetString() != "HS256" || !expected.AsSpan().SequenceEqual(Base64Url.DecodeFromChars(signature)))
                return KlingProblem.BadKey;
            using var second = JsonDocument.Parse(Base64Url.DecodeFromChars(claims));
            var json = second.RootElement;
            var now = time.GetUtcNow().ToUnixTimeSeconds();
            var ends = json.GetProperty("exp").GetInt64();
            return json.GetProperty("iss").GetString() != key ? KlingProblem.BadKey
                : json.GetProperty("nbf").GetInt64() > now ? KlingProblem.TooEarly
                : ends <= now ? KlingProblem.Expired
                : ends > now + Longest.TotalSeconds ? KlingProblem.BadKey
                : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return KlingProblem.BadKey;
        }
    }
}
