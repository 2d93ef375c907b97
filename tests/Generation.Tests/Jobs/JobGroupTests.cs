using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Outbox;

namespace NanoBanana.Generation.Tests.Jobs;

/// <summary>Jobs that begin or end at the same moment share a statement; each is stored as if it had been alone.</summary>
public sealed class JobGroupTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private GenerationApplication _application = null!;
    private JobStore _jobs = null!;

    public async ValueTask InitializeAsync()
    {
        _application = await GenerationApplication.CreateAsync();
        _jobs = new JobStore(_application.Database);
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    [Fact]
    public async Task OneKeyAmongOthers_IsClaimedOnce()
    {
        var account = Guid.NewGuid();
        var same = Enumerable.Range(0, 10).Select(_ => New(account, 1, "same")).ToList();
        var others = Enumerable.Range(0, 20).Select(i => New(account, 1 + (i % 3), $"other {i}")).ToList();

        var stored = await BeginAsync([.. same, .. others]);

        same.Count(job => stored[job.Id] is not null).ShouldBe(1);
        others.ShouldAllBe(job => stored[job.Id] != null);
        var winner = same.Single(job => stored[job.Id] is not null);
        (await _jobs.FindBoundKeyAsync(account, "same", CancellationToken.None))!.JobId.ShouldBe(winner.Id);
        (await Task.WhenAll(others.Select(job => _jobs.FindBoundKeyAsync(account, job.Idempotency!.Key, CancellationToken.None))))
            .Select(static bound => bound!.JobId).ShouldBe(others.Select(static job => job.Id));
        (await _jobs.FindBoundKeyAsync(Guid.NewGuid(), "same", CancellationToken.None)).ShouldBeNull();
        (await CountAsync("SELECT count(*) FROM generation.jobs")).ShouldBe(21);
        (await CountAsync("SELECT count(*) FROM generation.attempts WHERE state = 'sending'")).ShouldBe(1 + others.Sum(static job => job.Request.Count));
    }

    [Fact]
    public async Task KeysThatNamedAJobBefore_AreBoundAnewOnlyWhereTheCallerKnowsIt()
    {
        var account = Guid.NewGuid();
        var first = Enumerable.Range(0, 3).Select(i => New(account, 1, $"key {i}")).ToArray();
        await BeginAsync(first);

        var (known, ignorant, wrong) = (New(account, 1, "key 0", first[0].Id), New(account, 1, "key 1"), New(account, 1, "key 2", Guid.NewGuid()));
        var stored = await BeginAsync([known, ignorant, wrong]);

        stored[known.Id].ShouldNotBeNull();
        stored[ignorant.Id].ShouldBeNull();
        stored[wrong.Id].ShouldBeNull();
    }

    [Fact]
    public async Task JobsThatEndTogether_EachKeepsItsOwnImagesWarningsAndMessage()
    {
        var jobs = Enumerable.Range(0, 12).Select(i => New(Guid.NewGuid(), 1 + (i % 3), key: null)).ToList();
        await BeginAsync([.. jobs]);

        // Every fourth has lost its lease.
        var messages = await Task.WhenAll(jobs.Select((job, i) => _jobs.FinishAsync(End(job, i), i % 4 == 3 ? Guid.NewGuid() : job.Lease, CancellationToken.None)));

        for (var i = 0; i < jobs.Count; i++)
        {
            var id = ("id", (object)jobs[i].Id);
            if (i % 4 == 3)
            {
                messages[i].ShouldBeNull();
                (await _application.ScalarAsync("SELECT state FROM generation.jobs WHERE id = @id", id)).ShouldBe("running");
                (await _application.ScalarAsync("SELECT count(*) FROM generation.images WHERE job_id = @id", id)).ShouldBe(0L);
                continue;
            }

            (await _application.ScalarAsync("SELECT array_to_string(warnings, '+') FROM generation.jobs WHERE id = @id", id)).ShouldBe(i % 2 == 0 ? "a+b" : "");
            (await _application.ScalarAsync("SELECT charged_credits FROM generation.jobs WHERE id = @id", id)).ShouldBe(i);
            (await _application.ScalarAsync("SELECT string_agg(storage_key, ' ' ORDER BY image) FROM generation.images WHERE job_id = @id", id))
                .ShouldBe(string.Join(' ', Enumerable.Range(1, jobs[i].Request.Count).Select(image => $"{i}/{image}")));
            (await _application.ScalarAsync("SELECT payload->>'n' FROM generation.outbox WHERE job_id = @id AND id = @message", id, ("message", messages[i]!.Value)))
                .ShouldBe($"{i}");
        }
    }

    private async Task<Dictionary<Guid, DateTimeOffset?>> BeginAsync(NewJob[] jobs)
    {
        var stored = await Task.WhenAll(jobs.Select(job => _jobs.InsertRunningAsync(job, Lease, CancellationToken.None)));
        return jobs.Zip(stored).ToDictionary(static pair => pair.First.Id, static pair => pair.Second);
    }

    private static NewJob New(Guid account, int count, string? key, Guid? previous = null) => new(
        Guid.CreateVersion7(), Guid.NewGuid(), account, null, new GenerationRequest("together", 1024, 1024, count, "natural", "basic", "saas"),
        TestRoutes.Google, IsSent: true, 20 * count, 1, null, key is null ? null : new IdempotencyClaim(key, [1, 2, 3], previous));

    private static FinishedJob End(NewJob job, int number) => new(
        job.Id, JobState.Succeeded, "google", "gemini-nano-banana-2.1", number, 0, null, null, null, number % 2 == 0 ? ["a", "b"] : [],
        [.. Enumerable.Range(1, job.Request.Count).Select(image => new FinishedImage(
            image, 1, TestRoutes.Google.First, AttemptState.Succeeded, null, null, new DeliveredImage($"{number}/{image}", "image/png", 1, 1, 1, [9], null)))],
        OutboxMessage.Settle, $$"""{"n":{{number}}}""");

    private async Task<long> CountAsync(string sql) => (long)(await _application.ScalarAsync(sql))!;
}
