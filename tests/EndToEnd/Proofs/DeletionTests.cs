using System.Net;
using System.Net.Http.Json;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>An account that is deleted is gone everywhere, whatever dies meanwhile, and money that moved for it still adds up.</summary>
public sealed class DeletionTests(DeletionFixture fixture) : IClassFixture<DeletionFixture>
{
    private const int Ordered = 8;

    /// <summary>Where a word of the account must stand before, so that finding none afterwards proves something.</summary>
    private static readonly string[] Kept =
    [
        "identity.users.email", "identity.notifications.title", "keys.api_keys.name",
        "generation.jobs.request", "generation.images.prompt", "generation.projects.name", "generation.project_images.note", "generation.favorites.note",
        "generation.favorite_folders.name", "generation.templates.prompt_template", "generation.prompts.text", "generation.chat_messages.content",
        "generation.webhook_endpoints.url", "generation.file_names.name", "generation.idempotency_keys.key", "generation.moderation_log.excerpt",
    ];

    [Fact]
    public async Task Deleted_NothingThatItsOwnerWroteStandsInAnyTable()
    {
        var mine = await Belongings.MakeAsync(fixture.System);
        var others = await Belongings.MakeAsync(fixture.System);
        string[] words = [mine.Word, mine.Account.Email, mine.Account.Email.Split('@')[0]];
        Kept.ShouldBeSubsetOf(await TracesAsync(words));
        var theirs = await TracesAsync([others.Word]);
        foreach (var link in mine.Links)
            (await StatusOfAsync(link)).ShouldBe(HttpStatusCode.OK);

        await DeleteAsync(mine.Account);
        await StoppedAsync([mine.Account.Token, mine.Key, mine.LabKey]);
        await fixture.ErasedAsync(mine.Account.Id);

        (await TracesAsync(words)).ShouldBeEmpty();
        (await TracesAsync([others.Word])).ShouldBe(theirs, ignoreOrder: true);
        mine.Links.Count.ShouldBeGreaterThanOrEqualTo(6);
        foreach (var link in mine.Links)
            (await StatusOfAsync(link)).ShouldBe(HttpStatusCode.NotFound);
        foreach (var link in others.Links)
            (await StatusOfAsync(link)).ShouldBe(HttpStatusCode.OK);
        (await FoundAsync(others.Account, mine.Word)).ShouldBe(0);
        await BooksShouldBalanceAsync(mine.Account.Id);

        // The address is anybody's again, and whoever registers it finds nothing.
        using var visitor = fixture.System.CreateClient();
        using var registered = await visitor.PostAsJsonAsync("/v1/auth/register", new { email = mine.Account.Email, password = TestAccount.Password });
        var anew = await registered.ShouldBeAsync(HttpStatusCode.Created);
        ((Guid)anew!["user"]!["id"]!).ShouldNotBe(mine.Account.Id);
        using var newcomer = fixture.System.ClientOf(0, (string)anew["access_token"]!);
        ((int)(await newcomer.GetJsonAsync("/api/history"))["total"]!).ShouldBe(0);
        (await newcomer.GetJsonAsync("/v1/keys"))["keys"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task OrdersUnderWay_WaitingOnesAreReleasedAndSentOnesSettledAndErased()
    {
        var account = await fixture.System.SignUpAsync();
        using var client = account.Client;
        var gate = new TaskCompletionSource();
        fixture.Gemini.Switchboard.Until = gate.Task;
        var before = fixture.Gemini.Switchboard.Count;
        using var ordered = await client.PostAsJsonAsync("/v1/batches", new { items = Enumerable.Range(0, Ordered).Select(static number => new { prompt = $"an osprey {number}" }) });
        await ordered.ShouldBeAsync(HttpStatusCode.Accepted);
        await Calls.EventuallyAsync(() => Task.FromResult(fixture.Gemini.Switchboard.Count >= before + 5), "what may run at a time is sent", seconds: 30);

        await DeleteAsync(account);
        await Calls.EventuallyAsync(async () => await StatesAsync(account.Id, "cancelled") == Ordered - 5, "what waits is cancelled", seconds: 20);
        gate.SetResult();
        await fixture.ErasedAsync(account.Id);

        (await StatesAsync(account.Id, "succeeded")).ShouldBe(5);
        fixture.Gemini.Switchboard.Count.ShouldBe(before + 5);
        (await fixture.System.CountAsync("SELECT count(*) FROM generation.images WHERE account_id = $1 AND storage_key IS NULL AND deleted_key IS NULL", account.Id)).ShouldBe(5);
        (await TracesAsync(["an osprey"])).ShouldBeEmpty();
        await BooksShouldBalanceAsync(account.Id);
    }

    [Fact]
    public async Task GenerationKilled_InTheMiddleOfAnErasure_AnotherOrTheNextEndsIt()
    {
        var mine = await Belongings.MakeAsync(fixture.System);
        await using (var roadblock = await Roadblock.OnAsync(fixture.System.GenerationDatabase, "generation.templates"))
        {
            await DeleteAsync(mine.Account);
            await roadblock.WaitForWriterAsync();
            foreach (var process in fixture.System.Services.Generations)
                await process.KillAsync();
            await roadblock.DropWritersAsync();
        }

        // Half of it is gone and half is there.
        var left = await TracesAsync([mine.Word]);
        left.ShouldNotContain("generation.projects.name");
        left.ShouldContain("generation.templates.prompt_template");
        foreach (var process in fixture.System.Services.Generations)
            await process.StartAndWaitAsync();

        await fixture.ErasedAsync(mine.Account.Id);
        (await TracesAsync([mine.Word, mine.Account.Email])).ShouldBeEmpty();
        await BooksShouldBalanceAsync(mine.Account.Id);
    }

    [Fact]
    public async Task IdentityKilled_BetweenTheDeletionAndTheOthers_TellsThemWhenItIsBack()
    {
        var mine = await Belongings.MakeAsync(fixture.System);
        await using (var keys = await Roadblock.OnAsync(fixture.System.KeysDatabase, "keys.erased_accounts"))
        await using (var generation = await Roadblock.OnAsync(fixture.System.GenerationDatabase, "generation.erasures"))
        {
            var deleting = SendDeletionAsync(mine.Account);
            await keys.WaitForWriterAsync();
            await generation.WaitForWriterAsync();
            await fixture.System.Services.Identity.KillAsync();
            await keys.DropWritersAsync();
            await generation.DropWritersAsync();
            (await deleting).ShouldBe(HttpStatusCode.ServiceUnavailable);
        }

        // Committed, and unknown to the others: this is where a lost message would leave it for good.
        (await fixture.ScalarAsync("identity", "SELECT count(*) FROM identity.users WHERE id = $1", mine.Account.Id)).ShouldBe(0L);
        (await fixture.ScalarAsync("keys", "SELECT count(*) FROM keys.erased_accounts WHERE account_id = $1", mine.Account.Id)).ShouldBe(0L);
        await fixture.System.Services.Identity.StartAndWaitAsync();

        await StoppedAsync([mine.Account.Token, mine.Key, mine.LabKey], seconds: 15);
        await fixture.ErasedAsync(mine.Account.Id);
        (await TracesAsync([mine.Word, mine.Account.Email])).ShouldBeEmpty();
    }

    private async Task DeleteAsync(TestAccount account) => (await SendDeletionAsync(account)).ShouldBe(HttpStatusCode.NoContent);

    private static async Task<HttpStatusCode> SendDeletionAsync(TestAccount account)
    {
        using var client = account.Client;
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/v1/account") { Content = JsonContent.Create(new { password = TestAccount.Password }) };
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    private Task StoppedAsync(IReadOnlyList<string> credentials, int seconds = 2) => Calls.EventuallyAsync(async () =>
    {
        for (var gateway = 0; gateway < fixture.System.Services.Gateways.Count; gateway++)
        {
            foreach (var credential in credentials)
            {
                using var client = fixture.System.ClientOf(gateway, credential);
                using var response = await client.GetAsync(new Uri("/v1/generations", UriKind.Relative));
                if (response.StatusCode != HttpStatusCode.Unauthorized)
                    return false;
            }
        }

        return true;
    }, "token and keys are refused at both gateways", seconds);

    private async Task<IReadOnlyList<string>> TracesAsync(string[] words)
    {
        var found = await Task.WhenAll(fixture.Databases.Values.Select(database => Traces.FindAsync(database, words)));
        return [.. found.SelectMany(static columns => columns)];
    }

    private async Task<HttpStatusCode> StatusOfAsync(string link)
    {
        using var visitor = fixture.System.CreateClient();
        using var response = await visitor.GetAsync(new Uri(new Uri(link).PathAndQuery, UriKind.Relative));
        return response.StatusCode;
    }

    private static async Task<int> FoundAsync(TestAccount by, string word)
    {
        using var client = by.Client;
        var found = await client.GetJsonAsync($"/api/templates?search={word}");
        return found["templates"]!.AsArray().Count;
    }

    private Task<long> StatesAsync(Guid account, string state) =>
        fixture.System.CountAsync($"SELECT count(*) FROM generation.jobs WHERE account_id = $1 AND state = '{state}'", account);

    private async Task BooksShouldBalanceAsync(Guid account)
    {
        var books = await fixture.System.SettledBooksAsync();
        books.MoneyShouldBalance();
        (await fixture.ScalarAsync("billing", "SELECT tier || ' ' || available || ' ' || held FROM billing.accounts WHERE id = $1", account)).ShouldBe("closed 0 0");
        ((long)(await fixture.ScalarAsync("billing", "SELECT count(*) FROM billing.transfers WHERE account_id = $1 AND kind = 'settle'", account))!).ShouldBeGreaterThan(0);
    }
}
