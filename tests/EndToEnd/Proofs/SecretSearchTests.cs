using System.Text;
using NanoBanana.Testing.Secrets;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>The search itself finds what is there, in every form, and nothing that is not.</summary>
public sealed class SecretSearchTests
{
    private const string Secret = "pl4nted \"quoted\\\" ü/+%";
    private readonly SecretSearch _search = new();

    public SecretSearchTests() => _search.Add("the secret", Secret);

    public static TheoryData<string> Forms => new(
        Secret,
        Uri.EscapeDataString(Secret),
        System.Net.WebUtility.UrlEncode(Secret),
        System.Text.Json.JsonSerializer.Serialize(Secret),
        System.Text.Json.Nodes.JsonValue.Create(Secret)!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
        Convert.ToHexString(Encoding.UTF8.GetBytes(Secret)),
        Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Secret)),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)),
        Convert.ToBase64String(Encoding.UTF8.GetBytes("a" + Secret + "end")),
        Convert.ToBase64String(Encoding.UTF8.GetBytes("us:" + Secret)),
        Convert.ToBase64String(Encoding.UTF8.GetBytes("user:" + Secret + ":")),
        System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes("{\"p\":\"" + Secret)));

    [Theory]
    [MemberData(nameof(Forms))]
    public void SecretPlantedOnPurpose_Search_FindsIt(string form)
    {
        _search.In($"before {form} after").ShouldNotBeEmpty();
        _search.In(Encoding.UTF8.GetBytes($"before {form} after")).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("pl4nted")]
    [InlineData("PL4NTED \"QUOTED\\\" Ü/+%")]
    public void AnotherText_Search_FindsNothing(string text) => _search.In(text).ShouldBeEmpty();

    [Fact]
    public void HashOfASecretThatIsLookedUpByIt_Search_FindsIt()
    {
        _search.AddWithHash("a key", "nb_live_0123456789abcdef0123456789abcdef");
        var hash = System.Security.Cryptography.SHA256.HashData("nb_live_0123456789abcdef0123456789abcdef"u8);
        _search.In($"hash={Convert.ToHexStringLower(hash)}").ShouldBe(["a key's hash (as it is)"]);
        _search.In($"{{\"hash\":\"\\\\x{Convert.ToHexStringLower(hash)}\"}}").ShouldNotBeEmpty();
        _search.In(Convert.ToBase64String(hash)).ShouldNotBeEmpty();
    }

    [Fact]
    public void Haystack_Find_NamesPlaceAndSecretAndNotItsText()
    {
        var haystack = new SecretHaystack();
        haystack.Add("a log", "nothing");
        haystack.Add("another log", $"login {Secret} failed");
        haystack.Find(_search).ShouldBe(["another log: the secret (as it is)"]);
    }
}
