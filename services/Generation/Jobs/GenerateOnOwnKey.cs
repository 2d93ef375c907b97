using System.Diagnostics;
using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Moderation;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Jobs;

/// <summary>
/// Makes images on the caller's own key for Google: nothing is held, charged or counted, and the key lives in this process' memory for
/// as long as the job does. There is no idempotency, because nobody is charged twice.
/// </summary>
internal sealed class GenerateOnOwnKey(
    Moderator moderator, InputKeeper inputs, ProviderRouter router, ProviderDirectory providers, JobStore jobs, JobRunner runner, RunningJobs running, AwaitJob waiting,
    StoreCondition store, IOptions<GenerationOptions> options)
{
    private const string Provider = "google";
    private readonly TimeSpan _lease = TimeSpan.FromSeconds(options.Value.LeaseSeconds);

    public async Task<StartResult> RunAsync(GenerationRequest asked, Principal caller, Secret key, CancellationToken cancellationToken)
    {
        if (await moderator.RefuseAsync([asked], caller, cancellationToken) is { } blocked)
            return new StartResult.Refused(blocked);

        // Before what it brings along is kept: that is the most work of all.
        if (running.Count >= options.Value.MaxConcurrentJobs)
            return new StartResult.Refused(new ApiFailure(ErrorCodes.ServiceUnavailable));
        if (!await store.AdmitsWorkAsync(cancellationToken))
            return new StartResult.Refused(new ApiFailure(ErrorCodes.StorageUnavailable));
        var (request, unusable) = await inputs.KeepAsync(asked, caller.AccountId, cancellationToken);
        if (request is null)
            return new StartResult.Refused(unusable!);
        var route = router.PlanOwnKey(request, providers.Find(Provider)!);
        if (route is not RouteResult.Found found)
            return new StartResult.Refused((route as RouteResult.None)?.Failure ?? new ApiFailure(ErrorCodes.Internal));
        return await StartAsync(request, found.Plan, caller, key, cancellationToken);
    }

    private async Task<StartResult> StartAsync(GenerationRequest request, RoutePlan plan, Principal caller, Secret key, CancellationToken cancellationToken)
    {
        var job = new NewJob(
            JobIds.New(), Guid.NewGuid(), caller.AccountId, caller.KeyId, request, plan, IsSent: true, HeldCredits: 0, PriceVersion: 0,
            Activity.Current?.Id, Idempotency: null)
        {
            OwnKey = true,
        };
        if (request.Begins is { } begins && await begins(job.Id, cancellationToken) is { } obstacle)
            return new StartResult.Refused(obstacle);
        if (await jobs.InsertRunningAsync(job, _lease, CancellationToken.None) is not { } createdAt)
            return new StartResult.Refused(new ApiFailure(ErrorCodes.ServiceUnavailable));
        var record = new JobRecord(
            job.Id, job.Lease, job.AccountId, job.KeyId, request, plan, HeldCredits: 0, createdAt, job.TraceParent, [])
        {
            OwnKey = true,
            CallerKey = key,
        };
        var end = running.Start(record, () => runner.RunNewAsync(record, isSent: true, isAwaited: true));
        return await waiting.RunAsync(job.Id, caller.AccountId, end, cancellationToken);
    }
}
