using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Settings;

/// <summary>The webhook of the settings: one for an account, signed with the account's own secret, apart from those of <c>/v1/webhooks</c>.</summary>
public sealed class LabWebhookTests(SettingsFixture fixture) : IClassFixture<SettingsFixture>
{
    private readonly Guid _account = Guid.NewGuid();

    [Fact]
    public async Task UrlSet_EndsAreDeliveredAndSigned_TheSecretIsShownOnce()
    {
        using var client = Client();
        var set = await client.SetAsync(new { api_settings = new { webhook_url = Address("first") } });
        var secret = (string)set["api_settings"]!["webhook_secret"]!;
        secret.Length.ShouldBeGreaterThan(40);
        fixture.Receiver.Trust(secret);
        var shown = (await client.SettingsAsync())["api_settings"]!;
        ((string)shown["webhook_url"]!, (string)shown["webhook_secret"]!).ShouldBe((Address("first"), "whsec_********"));
        var id = await MakeAsync(client);
        var delivery = await DeliveredAsync(id);
        (delivery.Type, delivery.Signers.Count).ShouldBe(("generation.completed", 1));

        // What was shown may be sent back, as a form does, and means no change.
        await client.SetAsync(new { api_settings = new { webhook_url = Address("second"), webhook_secret = "whsec_********" } });
        (await DeliveredAsync(await MakeAsync(client))).Signers.Count.ShouldBe(1);
        ((long)(await CountAsync("true"))!).ShouldBe(1);
    }

    [Fact]
    public async Task OwnSecret_Signs_AndTheOneOfBeforeSignsAlongForADay()
    {
        using var client = Client();
        var (first, second) = ("a text of my own choice", "another of my own choice");
        fixture.Receiver.Trust("whsec_" + Convert.ToBase64String(Encoding.UTF8.GetBytes(first)));
        var set = await client.SetAsync(new { api_settings = new { webhook_url = Address("own"), webhook_secret = first } });
        set.ToJsonString().ShouldNotContain(first);
        (await DeliveredAsync(await MakeAsync(client))).Signers.Count.ShouldBe(1);
        fixture.Receiver.Trust("whsec_" + Convert.ToBase64String(Encoding.UTF8.GetBytes(second)));
        await client.SetAsync(new { api_settings = new { webhook_secret = second } });
        (await DeliveredAsync(await MakeAsync(client))).Signers.Count.ShouldBe(2);
    }

    [Fact]
    public async Task UrlTakenAway_NothingIsDeliveredAnyMore()
    {
        using var client = Client();
        await client.SetAsync(new { api_settings = new { webhook_url = Address("gone") } });
        var set = await client.SetAsync(new { api_settings = new { webhook_url = (string?)null } });
        set["api_settings"]!["webhook_secret"].ShouldBeNull();
        await MakeAsync(client);
        ((long)(await CountAsync("true"))!).ShouldBe(0);
        ((long)(await fixture.Application.ScalarAsync("SELECT count(*) FROM generation.webhook_deliveries WHERE account_id = @account", ("account", _account)))!).ShouldBe(0);
    }

    [Fact]
    public async Task SetAtTheSameTime_IsOne()
    {
        using var client = Client();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => client.SetAsync(new { api_settings = new { webhook_url = Address($"race-{number}") } })));
        ((long)(await CountAsync("true"))!).ShouldBe(1);
    }

    [Fact]
    public async Task Disabled_IsTurnedOnBySettingItAnew()
    {
        using var client = Client();
        await client.SetAsync(new { api_settings = new { webhook_url = Address("again") } });
        await fixture.Application.ScalarAsync(
            "SELECT generation.disable_webhook(id, 'failing') FROM generation.webhook_endpoints WHERE account_id = @account", ("account", _account));
        ((long)(await CountAsync("is_enabled"))!).ShouldBe(0);
        await client.SetAsync(new { api_settings = new { webhook_url = Address("again") } });
        ((long)(await CountAsync("is_enabled"))!).ShouldBe(1);
    }

    [Fact]
    public async Task ItIsNoneOfTheOtherDoors()
    {
        using var client = Client();
        await client.SetAsync(new { api_settings = new { webhook_url = Address("hidden") } });
        JsonNode.Parse(await client.GetStringAsync(new Uri("/v1/webhooks", UriKind.Relative)))!["items"]!.AsArray().ShouldBeEmpty();
        var id = await fixture.Application.ScalarAsync("SELECT id FROM generation.webhook_endpoints WHERE account_id = @account", ("account", _account));
        using var deleted = await client.DeleteAsync(new Uri($"/v1/webhooks/wh_{id}", UriKind.Relative));
        deleted.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private string Address(string path) => new Uri(fixture.Receiver.Address, $"{_account:n}/{path}").AbsoluteUri;

    private async Task<string> MakeAsync(HttpClient client)
    {
        using var response = await client.PostAsJsonAsync("/v1/generate", new { prompt = "told of" });
        return (string)(await response.ShouldBeAsync(HttpStatusCode.Created))!["id"]!;
    }

    private async Task<NanoBanana.Testing.Emulators.ReceivedWebhook> DeliveredAsync(string generation)
    {
        NanoBanana.Testing.Emulators.ReceivedWebhook? found = null;
        await fixture.Application.EventuallyAsync(() =>
        {
            found = fixture.Receiver.Received.FirstOrDefault(delivery => delivery.Body.Contains(generation, StringComparison.Ordinal));
            return Task.FromResult(found is not null);
        }, "it is delivered");
        return found!;
    }

    private Task<object?> CountAsync(string condition) => fixture.Application.ScalarAsync(
        $"SELECT count(*) FROM generation.webhook_endpoints WHERE account_id = @account AND {condition}", ("account", _account));

    private HttpClient Client() => fixture.Instance.ClientFor(GenerationApplication.KeyOf(_account));
}
