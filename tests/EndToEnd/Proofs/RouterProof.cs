using System.Globalization;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>What is known of a run afterwards: jobs as their owners see them, beside what the providers received and what the ledger says.</summary>
internal sealed record RouterProof(RouterFixture Fixture, RouterRun Run, IReadOnlyList<RoutedJob> Jobs, IReadOnlyDictionary<string, int> SentBefore)
{
    private const int Price = 20;

    /// <summary>Every class of failure that was met.</summary>
    public IReadOnlyCollection<string> Classes =>
        [.. Jobs.SelectMany(static job => job.Attempts).Select(static attempt => attempt.State == "unknown" ? "unknown" : attempt.Failure).OfType<string>().Distinct(StringComparer.Ordinal)];

    public static async Task<RouterProof> ReadAsync(RouterFixture fixture, RouterRun run, IReadOnlyDictionary<string, int> before)
    {
        var jobs = await Task.WhenAll(run.Callers.Select(static caller => RoutedJob.AllOfAsync(caller.Client)));
        return new RouterProof(fixture, run, [.. jobs.SelectMany(static job => job)], before);
    }

    /// <summary>How many orders each provider was sent.</summary>
    public static IReadOnlyDictionary<string, int> Sends(RouterFixture fixture) => fixture.Doors.ToDictionary(
        static door => door.Key, static door => door.Value.Requests.Count(static request => request.Method == "POST"), StringComparer.Ordinal);

    /// <summary>Answers, attempts by provider and what went wrong at each, for whoever reads the test's output.</summary>
    public string Describe() => string.Join('\n', [
        Tally.Of(Run.Answers),
        .. Fixture.Doors.Select(door => string.Create(CultureInfo.InvariantCulture, $"{door.Key}: {door.Value.Chaos!.Drawn} sends, of which failed: ")
            + string.Join(", ", door.Value.Chaos.Done.OrderBy(static done => done.Key, StringComparer.Ordinal).Select(static done => $"{done.Key} x {done.Value}"))),
    ]);

    public async Task ShouldHoldAsync()
    {
        foreach (var job in Jobs)
        {
            job.Attempts.SkipLast(1).ShouldAllBe(static attempt => !attempt.IsTerminal, job.ToString());
            job.Attempts.SkipLast(1).ShouldAllBe(static attempt => attempt.State == "failed", job.ToString());
            (job.Attempts[^1].State == "succeeded").ShouldBe(job.Succeeded, job.ToString());
            job.Charged.ShouldBe(job.Succeeded ? Price : 0, job.ToString());
        }

        NothingShouldBeSentTwice();
        await MoneyShouldFollowImagesAsync();
    }

    /// <summary>What each provider received for each job is what the job knows of, one for one.</summary>
    private void NothingShouldBeSentTwice()
    {
        foreach (var (provider, door) in Fixture.Doors)
        {
            door.Rejected.ShouldBe(0, provider);
            var posts = door.Requests.Where(static request => request.Method == "POST").Skip(SentBefore[provider]).Select(static request => request.Body).ToList();
            var attempts = Jobs.SelectMany(static job => job.Attempts).Count(attempt => attempt.Provider == provider && attempt.WasSent);
            posts.Count.ShouldBe(attempts, provider);
            door.Chaos!.Drawn.ShouldBe(attempts, provider);
            foreach (var job in Jobs)
            {
                posts.Count(body => body.Contains(job.Prompt, StringComparison.Ordinal))
                    .ShouldBe(job.Attempts.Count(attempt => attempt.Provider == provider && attempt.WasSent), $"{provider} {job}");
            }
        }
    }

    private async Task MoneyShouldFollowImagesAsync()
    {
        var books = await Fixture.System.SettledBooksAsync();
        books.ShouldBalance();
        foreach (var caller in Run.Callers)
        {
            var jobs = books.Jobs.Where(job => job.AccountId == caller.Account.Id).ToList();
            jobs.Sum(static job => job.Units).ShouldBe(caller.Made);
            jobs.Sum(static job => job.HoldCharged).ShouldBe(caller.Made * Price);
            (caller.AvailableAtFirst - await caller.Account.AvailableAsync()).ShouldBe(caller.Made * Price);
        }
    }
}
