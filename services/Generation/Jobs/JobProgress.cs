using NanoBanana.Generation.Events;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Jobs;

/// <summary>Tells those who follow a job how far it has come. Never at the job's cost: while the database is away nobody is told.</summary>
internal sealed class JobProgress(JobStore jobs, EventSignals events)
{
    public async Task ReachAsync(JobRecord job, string stage)
    {
        try
        {
            await jobs.ReachStageAsync(job, stage, CancellationToken.None);
            events.Raise(job.AccountId);
        }
        catch (Exception exception) when (DependencyOutage.Find(exception) is not null)
        {
            // What was made goes on to be kept, which waits for the database.
        }
    }
}
