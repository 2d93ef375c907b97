using System.Security.Cryptography;
using System.Text;
using NanoBanana.Testing.Secrets;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// The secrets that are planted, and the two questions that are asked of what a system leaves behind: what may be nowhere at all, and
/// what only an answer to its owner may contain. Letters that every format escapes are in those where they may be.
/// </summary>
public sealed class PlantedSecrets
{
    /// <summary>May be nowhere.</summary>
    public SecretSearch Anywhere { get; } = new();

    /// <summary>Handed out in answers by design, and nowhere else.</summary>
    public SecretSearch OutsideAnswers { get; } = new();

    public string DatabasePassword { get; } = Make("db");

    public string RedisPassword { get; } = Make("rd");

    public string SigningKey { get; } = Make("sg") + "/+ \"ü\"";

    public string ImageSigningKey { get; } = Make("im") + "/+ \"ü\"";

    public string WebhookEncryptionKey { get; } = Make("wh") + "/+ \"ü\"";

    /// <summary>As Google's look.</summary>
    public string ProviderKey { get; } = "AIzaSy" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(24)).Replace('+', '-').Replace('/', '_');

    /// <summary>A caller's own, for the same provider.</summary>
    public string CallerKey { get; } = "AIzaSy" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(24)).Replace('+', '-').Replace('/', '_');

    public string S3Secret { get; } = Make("s3") + "/+";

    public string Password { get; } = Make("pw") + " \"back\\slash\" ü/+%";

    public string NewPassword { get; } = Make("np") + " \"back\\slash\" ü/+%";

    public string OtherPassword { get; } = Make("op");

    public string WrongPassword { get; } = Make("wp") + "<&>";

    public PlantedSecrets()
    {
        Anywhere.Add("database password", DatabasePassword);
        Anywhere.Add("Redis password", RedisPassword);
        Anywhere.Add("token signing key", SigningKey);
        Anywhere.Add("internal token key", TestSettings.InternalTokenKey);
        Anywhere.Add("image signing key", ImageSigningKey);
        Anywhere.Add("webhook encryption key", WebhookEncryptionKey);
        Anywhere.Add("provider key", ProviderKey);
        Anywhere.AddWithHash("caller's own key", CallerKey);
        Anywhere.Add("S3 secret", S3Secret);
        Anywhere.AddWithHash("password", Password);
        Anywhere.AddWithHash("new password", NewPassword);
        Anywhere.AddWithHash("somebody else's password", OtherPassword);
        Anywhere.AddWithHash("wrong password", WrongPassword);

        // What every internal token's payload begins with, whichever process made it.
        var payload = Convert.ToBase64String(Encoding.UTF8.GetBytes("{\"iss\":\"nanobanana-internal\","));
        OutsideAnswers.Add("an internal token", payload[..36]);
    }

    /// <summary>A key that the system made: whoever knows its hash could ask Keys as the gateway does.</summary>
    public string PlantKey(string text)
    {
        Anywhere.AddWithHash("API key", text);
        return text;
    }

    /// <summary>A token of ours: head and body are no secret, the signature makes it one.</summary>
    public string PlantToken(string text)
    {
        Anywhere.Add("token", text.Split('.')[2]);
        return text;
    }

    private static string Make(string name) => $"pl4nted-{name}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}";
}
