using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace NanoBanana.Generation.Providers.Kling;

/// <summary>The token that an account of two keys shows: a JWT of HS256 that says who we are and until when.</summary>
internal sealed class KlingToken(string accessKey, string secretKey, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    /// <summary>A token is not shown in its last minutes: it must outlive the call, and their clock may be ahead.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <summary>For a clock of theirs that is a little behind.</summary>
    private static readonly TimeSpan Backdating = TimeSpan.FromSeconds(5);

    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    private Signed? _current;

    /// <summary>The token to show now.</summary>
    public string Current
    {
        get
        {
            var now = time.GetUtcNow();
            if (_current is not { } signed || now < signed.At || now >= signed.At + Lifetime - Margin)
                _current = signed = new Signed(Sign(now), now);
            return signed.Text;
        }
    }

    /// <summary>The next one is signed anew: this one was refused.</summary>
    public void Forget() => _current = null;

    private string Sign(DateTimeOffset now)
    {
        var claims = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"iss":"{{JsonEncodedText.Encode(accessKey)}}","exp":{{(now + Lifetime).ToUnixTimeSeconds()}},"nbf":{{(now - Backdating).ToUnixTimeSeconds()}}}""");
        var content = $"{Header}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        return $"{content}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secretKey), Encoding.ASCII.GetBytes(content)))}";
    }

    private sealed record Signed(string Text, DateTimeOffset At);
}
