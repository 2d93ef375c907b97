using Microsoft.EntityFrameworkCore;
using NanoBanana.Generation.Data;
using NanoBanana.Generation.Jobs;

namespace NanoBanana.Generation.Batches;

/// <summary>A batch with its items, in their order.</summary>
internal sealed record BatchWithItems(Batch Batch, IReadOnlyList<Job> Items);

/// <summary>Reads batches. The account is part of every query.</summary>
internal sealed class BatchReader(IServiceScopeFactory scopes)
{
    /// <summary>Null when the account has no such batch.</summary>
    public async Task<BatchWithItems?> FindAsync(Guid accountId, long batchId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<GenerationDbContext>();
        var batch = await database.Batches.AsNoTracking().FirstOrDefaultAsync(row => row.Id == batchId && row.AccountId == accountId, cancellationToken);
        if (batch is null)
            return null;
        var items = await database.Jobs.AsNoTracking().Include(static row => row.Images)
            .Where(row => row.BatchId == batchId && row.AccountId == accountId).OrderBy(static row => row.BatchItem).ToListAsync(cancellationToken);
        return new BatchWithItems(batch, items);
    }

    /// <summary>Null when the account has no such batch.</summary>
    public async Task<bool?> HasEndedAsync(Guid accountId, long batchId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<GenerationDbContext>().Batches
            .Where(row => row.Id == batchId && row.AccountId == accountId)
            .Select(static row => (bool?)(row.FinishedAt != null)).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>The batch that a job is an item of; null when of none.</summary>
    public async Task<long?> BatchOfAsync(Guid accountId, Guid jobId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<GenerationDbContext>();
        return await database.Jobs.Where(row => row.Id == jobId && row.AccountId == accountId).Select(static row => row.BatchId)
            .FirstOrDefaultAsync(cancellationToken);
    }
}
