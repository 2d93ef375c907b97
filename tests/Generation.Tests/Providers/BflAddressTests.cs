using NanoBanana.Generation.Providers.Bfl;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>Which address of an answer is kept, and which may hear our key.</summary>
public sealed class BflAddressTests
{
    [Theory]
    [InlineData("https://api.bfl.ai", "https://api.eu2.bfl.ai/v1/get_result?id=1", true)]
    [InlineData("https://api.bfl.ai", "https://API.us1.BFL.ai/v1/get_result?id=1", true)]
    [InlineData("https://api.eu.bfl.ai/v1", "https://api.eu.bfl.ai/v1/get_result?id=1", true)]
    [InlineData("https://api.bfl.ai", "http://api.eu2.bfl.ai/v1/get_result?id=1", false)]
    [InlineData("https://api.bfl.ai", "https://api.eu2.bfl.ai:8443/v1/get_result?id=1", false)]
    [InlineData("https://api.bfl.ai", "https://evilbfl.ai/v1/get_result?id=1", false)]
    [InlineData("https://api.bfl.ai", "https://api.bfl.ai@evil.example/v1/get_result?id=1", false)]
    [InlineData("https://api.bfl.ai", "https://user:word@api.eu2.bfl.ai/v1/get_result?id=1", false)]
    [InlineData("https://api.bfl.ai", "https://evil.example/.bfl.ai", false)]
    [InlineData("https://api.bfl.ai", "https://evil.example\\.bfl.ai/", false)]
    [InlineData("https://relay.example/bfl", "https://api.eu2.bfl.ai/v1/get_result?id=1", false)]
    [InlineData("https://relay.example/bfl", "https://relay.example/v1/get_result?id=1", true)]
    public void ToldAddress_Checked_MayHaveTheKeyOnlyAtTheProvider(string configured, string told, bool may) =>
        (new BflAddresses(configured).Poll(told) is not null).ShouldBe(may);

    [Theory]
    [InlineData("1", null, "1")]
    [InlineData("1", "/v1/get_result?id=1", "1")]
    [InlineData("1", "file:///etc/passwd", "1")]
    [InlineData("1", "https://api.eu2.bfl.ai/v1/get_result", "https://api.eu2.bfl.ai/v1/get_result?id=1")]
    [InlineData("1", "https://api.eu2.bfl.ai/v1/get_result?shard=4", "https://api.eu2.bfl.ai/v1/get_result?shard=4&id=1")]
    [InlineData("1", "https://api.eu2.bfl.ai/v1/get_result?id=2#x", "https://api.eu2.bfl.ai/v1/get_result?id=2")]
    [InlineData(null, "https://api.eu2.bfl.ai/v1/get_result?id=2", "https://api.eu2.bfl.ai/v1/get_result?id=2")]
    [InlineData("", null, null)]
    public void Answer_Stored_IsTheAddressItNamedOrTheBareId(string? id, string? told, string? task) =>
        BflAddresses.TaskOf(new BflOrder(id, told, default)).ShouldBe(task);
}
