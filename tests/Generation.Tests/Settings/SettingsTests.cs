using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Settings;

/// <summary><c>/api/settings</c>: exactly what was sent changes, and nobody sees another's.</summary>
public sealed class SettingsTests(SettingsFixture fixture) : IClassFixture<SettingsFixture>
{
    private const string Defaults = """{"default_aspect_ratio":null,"default_resolution":null,"default_provider":null,"routing_strategy":null,"language":"en","theme":"system","enable_notifications":true,"enable_sound":false}""";

    private readonly Guid _account = Guid.NewGuid();

    [Fact]
    public async Task NothingSet_ShowsTheDefaults()
    {
        using var client = Client(_account);
        (await client.SettingsAsync()).ToJsonString().ShouldBe(
            $$"""{"preferences":{{Defaults}},"api_settings":{"webhook_url":null,"webhook_secret":null,"max_concurrent_requests":5},"updated_at":null}""");
        (await client.SettingsAsync("/providers")).ToJsonString().ShouldBe("""{"provider_preferences":{"providers":[],"fallback_enabled":true}}""");
    }

    [Fact]
    public async Task FieldsSent_ChangeAndOthersStay()
    {
        using var client = Client(_account);
        await client.SetAsync(new { preferences = new { theme = "dark", default_resolution = "2K", unknown = 1 }, api_settings = new { max_concurrent_requests = 20 } });
        var saved = await client.SetAsync(new { preferences = new { language = "zh-TW", default_resolution = (string?)null, enable_notifications = false } });
        ((bool)saved["success"]!).ShouldBeTrue();
        saved["updated_at"].ShouldNotBeNull();
        saved["preferences"]!.ToJsonString().ShouldBe(
            Defaults.Replace("\"en\"", "\"zh-TW\"", StringComparison.Ordinal).Replace("system", "dark", StringComparison.Ordinal)
                .Replace("\"enable_notifications\":true", "\"enable_notifications\":false", StringComparison.Ordinal));
        var shown = await client.SettingsAsync();
        shown["preferences"]!.ToJsonString().ShouldBe(saved["preferences"]!.ToJsonString());
        ((int)shown["api_settings"]!["max_concurrent_requests"]!).ShouldBe(20);

        using var other = Client(Guid.NewGuid());
        (await other.SettingsAsync())["preferences"]!.ToJsonString().ShouldBe(Defaults);
    }

    [Fact]
    public async Task ChangesAtTheSameTime_AllHold()
    {
        using var client = Client(_account);
        await Task.WhenAll(
            client.SetAsync(new { preferences = new { theme = "light" } }), client.SetAsync(new { preferences = new { language = "ja" } }),
            client.SetAsync(new { preferences = new { enable_sound = true } }), client.SetAsync(new { api_settings = new { max_concurrent_requests = 7 } }),
            client.SetProvidersAsync(new { provider = "google", priority = 3 }));
        var shown = await client.SettingsAsync();
        ((string)shown["preferences"]!["theme"]!, (string)shown["preferences"]!["language"]!, (bool)shown["preferences"]!["enable_sound"]!).ShouldBe(("light", "ja", true));
        ((int)shown["api_settings"]!["max_concurrent_requests"]!).ShouldBe(7);
        ((int)(await client.SettingsAsync("/providers"))["provider_preferences"]!["providers"]![0]!["priority"]!).ShouldBe(3);
    }

    [Theory]
    [InlineData("""{"preferences":{"default_aspect_ratio":"5:4"}}""", "preferences -> default_aspect_ratio")]
    [InlineData("""{"preferences":{"default_resolution":"8K"}}""", "preferences -> default_resolution")]
    [InlineData("""{"preferences":{"default_provider":"nobody"}}""", "preferences -> default_provider")]
    [InlineData("""{"preferences":{"routing_strategy":"luck"}}""", "preferences -> routing_strategy")]
    [InlineData("""{"preferences":{"language":"en-GB"}}""", "preferences -> language")]
    [InlineData("""{"preferences":{"theme":7}}""", "preferences -> theme")]
    [InlineData("""{"preferences":{"enable_sound":"yes"}}""", "preferences -> enable_sound")]
    [InlineData("""{"preferences":[1]}""", "preferences")]
    [InlineData("""{"api_settings":"x"}""", "api_settings")]
    [InlineData("""{"api_settings":{"max_concurrent_requests":0}}""", "api_settings -> max_concurrent_requests")]
    [InlineData("""{"api_settings":{"max_concurrent_requests":21}}""", "api_settings -> max_concurrent_requests")]
    [InlineData("""{"api_settings":{"max_concurrent_requests":1.5}}""", "api_settings -> max_concurrent_requests")]
    [InlineData("""{"api_settings":{"webhook_url":"nowhere"}}""", "api_settings -> webhook_url")]
    [InlineData("""{"api_settings":{"webhook_url":"https://10.0.0.1/x"}}""", "api_settings -> webhook_url")]
    [InlineData("""{"api_settings":{"webhook_url":"https://example.com/x","webhook_secret":"short"}}""", "api_settings -> webhook_secret")]
    [InlineData("""{"api_settings":{"webhook_url":"https://example.com/x","webhook_secret":"whsec_c2hvcnQ="}}""", "api_settings -> webhook_secret")]
    [InlineData("""{"api_settings":{"webhook_secret":"long enough, but for nothing"}}""", "api_settings -> webhook_secret")]
    public async Task BadField_IsNamedAndNothingChanges(string body, string field)
    {
        using var client = Client(_account);
        using var content = new StringContent(body.Insert(1, "\"ignored\":1,"), Encoding.UTF8, "application/json");
        using var response = await client.PutAsync(new Uri("/api/settings", UriKind.Relative), content);
        var refused = (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!;
        ((string)refused["error"]!["code"]!).ShouldBe("validation_error");
        ((string)refused["error"]!["details"]!["errors"]!.AsArray().ShouldHaveSingleItem()!["field"]!).ShouldBe("body -> " + field);
        (await client.SettingsAsync())["updated_at"].ShouldBeNull();
    }

    [Fact]
    public async Task SeveralBadFields_AreAllNamed()
    {
        using var client = Client(_account);
        var refused = await client.PutAsync("/api/settings", new { preferences = new { theme = "pink", language = "xx" }, api_settings = new { max_concurrent_requests = 99 } }, HttpStatusCode.UnprocessableEntity);
        refused["error"]!["details"]!["errors"]!.AsArray().Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("{}", "provider_preferences")]
    [InlineData("""{"provider_preferences":{"providers":[{"provider":"nobody"}]}}""", "provider_preferences -> providers -> 0 -> provider")]
    [InlineData("""{"provider_preferences":{"providers":[null]}}""", "provider_preferences -> providers -> 0 -> provider")]
    [InlineData("""{"provider_preferences":{"providers":[{"provider":"bfl"},{"provider":"bfl"}]}}""", "provider_preferences -> providers -> 1 -> provider")]
    [InlineData("""{"provider_preferences":{"providers":[{"provider":"bfl","priority":0}]}}""", "provider_preferences -> providers -> 0 -> priority")]
    [InlineData("""{"provider_preferences":{"providers":[{"provider":"bfl","max_daily_usage":-1}]}}""", "provider_preferences -> providers -> 0 -> max_daily_usage")]
    [InlineData("""{"provider_preferences":{"providers":[{"provider":"bfl","enabled":"no"}]}}""", "provider_preferences.providers[0].enabled")]
    public async Task BadProvider_IsNamed(string body, string field)
    {
        using var client = Client(_account);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PutAsync(new Uri("/api/settings/providers", UriKind.Relative), content);
        var refused = (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!;
        ((string)refused["error"]!["details"]!["errors"]!.AsArray().ShouldHaveSingleItem()!["field"]!).ShouldBe("body -> " + field);
    }

    [Fact]
    public async Task Providers_AreReplacedAsAWhole()
    {
        using var client = Client(_account);
        await client.SetProvidersAsync(new { provider = "google" }, new { provider = "bfl", enabled = false, priority = 7, max_daily_usage = 0 });
        var saved = await client.PutAsync("/api/settings/providers", new { provider_preferences = new { providers = new[] { new { provider = "sandbox" } }, fallback_enabled = false } }, HttpStatusCode.OK);
        saved["provider_preferences"]!.ToJsonString().ShouldBe(
            """{"providers":[{"provider":"sandbox","enabled":true,"priority":100,"max_daily_usage":null}],"fallback_enabled":false}""");
        (await client.SettingsAsync("/providers"))["provider_preferences"]!.ToJsonString().ShouldBe(saved["provider_preferences"]!.ToJsonString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("/providers")]
    public async Task Nobody_IsRefused(string rest)
    {
        using var client = fixture.Instance.ClientFor(Principal.Anonymous);
        using var response = await client.GetAsync(new Uri("/api/settings" + rest, UriKind.Relative));
        ((string)(await response.ShouldBeAsync(HttpStatusCode.Unauthorized))!["error"]!["code"]!).ShouldBe("authentication_failed");
    }

    private HttpClient Client(Guid account) => fixture.Instance.ClientFor(GenerationApplication.KeyOf(account));
}
