using Microsoft.EntityFrameworkCore;
using NanoBanana.Generation.Data;

namespace NanoBanana.Generation.Jobs;

/// <summary>Reads jobs for callers that did not run them. The account is part of every query.</summary>
internal sealed class JobReader(IServiceScopeFactory scopes, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>A job with its images and attempts; null when the account has no such job.</summary>
    public async Task<Job?> FindAsync(Guid accountId, Guid jobId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<GenerationDbContext>().Jobs.AsNoTracking().AsSplitQuery()
            .Include(static row => row.Images).Include(static row => row.Attempts)
            .FirstOrDefaultAsync(row => row.Id == jobId && row.AccountId == accountId && row.ImageCount > 0, cancellationToken);
    }

    /// <summary>Null when the account has no such job.</summary>
    public async Task<bool?> HasEndedAsync(Guid accountId, Guid jobId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<GenerationDbContext>().Jobs
            .Where(row => row.Id == jobId && row.AccountId == accountId && row.ImageCount > 0)
            .Select(static row => (bool?)(row.FinishedAt != null)).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Waits for a job that another process runs.</summary>
    public async Task<JobOutcome> WaitForEndAsync(Guid accountId, Guid jobId, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            if (await FindEndedAsync(accountId, jobId, cancellationToken) is { } outcome)
                return outcome;
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private async Task<JobOutcome?> FindEndedAsync(Guid accountId, Guid jobId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<GenerationDbContext>();
        var job = await database.Jobs.AsNoTracking().Include(static row => row.Images)
            .Where(row => row.AccountId == accountId && row.Id == jobId && row.FinishedAt != null)
            .FirstOrDefaultAsync(cancellationToken);
        if (job is null)
            return null;
        var request = System.Text.Json.JsonSerializer.Deserialize(job.Request, GenerationJsonContext.Default.GenerationRequest)!;
        return new JobOutcome(
            job.Id, job.State, request.Prompt, job.Provider, job.Model, job.CreatedAt, job.ErrorCode, job.RetryAfterSeconds, job.Warnings,
            [.. job.Images.OrderBy(static image => image.Image).Select(static image => new OutcomeImage(
                image.Image, image.StorageKey is not null, InlineUrl: null, image.Width, image.Height, image.MediaType))],
            job.FinishedAt!.Value - job.CreatedAt)
        {
            ChargedCredits = job.ChargedCredits ?? 0,
        };
    }
}
