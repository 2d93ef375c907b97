using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Data;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.V1;

internal static class GetGeneration
{
    public static async Task<Results<Ok<GenerationView>, FailureResult>> HandleAsync(
        string id, Caller caller, GenerationDbContext database, ImageLinks links, HttpRequest http, CancellationToken cancellationToken)
    {
        var account = caller.AccountId;
        var job = !JobIds.TryParse(id, out var jobId) ? null : await database.Jobs.AsNoTracking().AsSplitQuery()
            .Include(static row => row.Images).Include(static row => row.Attempts)
            .FirstOrDefaultAsync(row => row.Id == jobId && row.AccountId == account && row.ImageCount > 0, cancellationToken);
        return job is null
            ? (FailureResult)ErrorCodes.GenerationNotFound
            : TypedResults.Ok(GenerationView.Of(job, links, http, withAttempts: true));
    }
}
