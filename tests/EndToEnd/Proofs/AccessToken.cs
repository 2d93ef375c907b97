using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>A user's access token, read and changed by somebody who knows the key it is signed with.</summary>
internal static class AccessToken
{
    public static DateTimeOffset ExpiryOf(string token) => DateTimeOffset.FromUnixTimeSeconds((long)Claims(token)["exp"]!);

    /// <summary>The same token with another end, well signed.</summary>
    public static string With(string token, DateTimeOffset expires)
    {
        var claims = Claims(token);
        claims["exp"] = expires.ToUnixTimeSeconds();
        var text = token.Split('.')[0] + '.' + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()));
        return text + '.' + Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(TestSettings.SecretKey), Encoding.UTF8.GetBytes(text)));
    }

    private static JsonNode Claims(string token) => JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]))!;
}
