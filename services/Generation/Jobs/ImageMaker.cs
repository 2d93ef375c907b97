using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Storage;
using NanoBanana.Generation.Words;

namespace NanoBanana.Generation.Jobs;

/// <summary>
/// Makes one image of a job: along its route, attempt by attempt, until one delivers or a failure stands. An attempt is committed as
/// "sending" before it is sent; one found in that state later may have been done and is never sent again.
/// </summary>
internal sealed class ImageMaker(
    JobStore jobs, DatabasePatience patience, ProviderDirectory providers, ProviderCaller caller, ProviderSlots slots, NextAttempt following,
    ResultKeeper keeper, WordsStore words, JobProgress progress, StoreCondition condition, IOptions<GenerationOptions> options, TimeProvider time)
{
    private readonly TimeSpan _deadline = TimeSpan.FromSeconds(options.Value.DeadlineSeconds);

    /// <summary>From the first attempt, which is committed with the job.</summary>
    public Task<FinishedImage> MakeAsync(JobRecord job, int image, bool isSent, bool isAwaited, CancellationToken stopping)
    {
        var started = time.GetTimestamp();
        var first = AttemptPlace.First(job.Route, image);
        return RunAsync(
            job, first,
            async () => isSent ? await caller.SendAsync(job, first, Left(started), stopping) : await SendAsync(job, first, started, stopping),
            started, isAwaited, stopping);
    }

    /// <summary>From wherever a process that is gone left it.</summary>
    public async Task<FinishedImage> ResumeAsync(JobRecord job, LastAttempt last, CancellationToken stopping)
    {
        var started = time.GetTimestamp();
        var at = AttemptPlace.Of(job.Route, last);
        if (last.State is AttemptState.Sending or AttemptState.Accepted && await keeper.FindAsync(job, last.Image, stopping) is { } found)
            return Success(at, found, at.Step.CostMicros) with { Detail = "found in the store" };
        if (job is { OwnKey: true, CallerKey: null } && last.State != AttemptState.Succeeded)
            return Failure(at, new ProviderResult.Failed(FailureClass.Unknown, "the caller's key is gone"), reportAs: null);
        return last.State switch
        {
            AttemptState.NotSent => await RunAsync(job, at, () => SendAsync(job, at, started, stopping), started, isAwaited: false, stopping),
            AttemptState.Sending => await RunAsync(job, at, async () => await caller.ReconcileAsync(job, at, stopping), started, isAwaited: false, stopping),
            AttemptState.Accepted => await RunAsync(
                job, at, async () => await ResumeOrderAsync(job, at, last, stopping), started, isAwaited: false, stopping),
            AttemptState.Failed when FailureNames.Parse(last.Failure) is { } failure && following.After(job, at, failure, null, Left(started)) is { } next =>
                await RunAsync(job, next.Place, () => SendAsync(job, next.Place, started, stopping), started, isAwaited: false, stopping),
            _ => new FinishedImage(last.Image, last.Try, at.Step, last.State, last.Failure, Detail: null, Delivered: null),
        };
    }

    private async Task<FinishedImage> RunAsync(
        JobRecord job, AttemptPlace at, Func<Task<ProviderResult?>> attempt, long started, bool isAwaited, CancellationToken stopping)
    {
        FailureClass? first = null;
        while (true)
        {
            var result = await attempt();
            if (result is null)
                return NotKept(at, "not sent: the store does not accept writes");
            if (result is ProviderResult.Unkept unkept)
                return NotKept(at, unkept.Detail) with { CostMicros = result.CostMicros ?? at.Step.CostMicros };
            if (result is ProviderResult.Delivered or ProviderResult.Filmed)
            {
                // Before the image: whoever finds that in the store finds its words as well.
                if (result is ProviderResult.Delivered { Words: { } said } && !await patience.AskAsync(() => words.WriteAsync(job, at.Image, said, CancellationToken.None)))
                    throw new LeaseLostException();
                if (!isAwaited)
                    await progress.ReachAsync(job, JobStage.Uploading);
                var keeping = await keeper.KeepAsync(job, at.Image, result, isAwaited);
                await caller.JudgeAsync(job, at.Step, keeping is KeptImage.Damaged bad ? bad.Failure : result);
                switch (keeping)
                {
                    case KeptImage.Kept kept: return Success(at, kept.Image, result.CostMicros ?? at.Step.CostMicros);
                    case KeptImage.NotKept refused: return NotKept(at, refused.Detail) with { CostMicros = result.CostMicros ?? at.Step.CostMicros };
                    case KeptImage.Damaged damaged: result = damaged.Failure with { CostMicros = result.CostMicros }; break;
                }
            }

            var failed = (ProviderResult.Failed)result;
            first ??= failed.Class;
            if (following.After(job, at, failed.Class, failed.Detail, Left(started)) is not { } next)
                return Failure(at, failed, FailurePolicy.Of(failed.Class).FallBack ? first : null);
            await patience.AskAsync(() => jobs.FailAttemptAsync(job.Id, at, failed, CancellationToken.None));
            if (next.Pause > TimeSpan.Zero)
                await PauseAsync(next.Pause, job, stopping);
            at = next.Place;
            var place = at;
            attempt = () => SendAsync(job, place, started, stopping);
        }
    }

    private async Task PauseAsync(TimeSpan pause, JobRecord job, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, job.Cancellation.Token);
        await Task.Delay(pause, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.ThrowIfCancellationRequested();
    }

    /// <summary>Waits for its turn at the provider, commits that it is being sent, and sends. Null, and nothing sent, while the store is full.</summary>
    private async Task<ProviderResult?> SendAsync(JobRecord job, AttemptPlace at, long started, CancellationToken stopping)
    {
        var provider = providers.Find(at.Step.Provider);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping, job.Cancellation.Token);
        await using var slot = provider is null || job.OwnKey || job.Cancellation.IsAsked
            ? null
            : await TurnAsync(provider, job, at, started, waiting.Token, stopping);
        if (job.Cancellation.IsAsked)
            return new ProviderResult.Failed(FailureClass.NotSent, "CANCELLED");
        if (provider is not null && slot is null && !job.OwnKey)
        {
            await PlanAsync(job, at, stopping);
            return new ProviderResult.Failed(FailureClass.Throttled, "NO_TURN");
        }

        // The first attempt was admitted with its job; a later one may meet a disk that has filled up meanwhile.
        ProviderResult? result = null;
        if (await condition.AdmitsWorkAsync(stopping))
        {
            await PlanAsync(job, at, stopping);
            result = await caller.SendAsync(job, at, Left(started), stopping);
        }

        slot?.End();
        return result;
    }

    /// <summary>Null when there was no turn in time, or when the job was cancelled meanwhile.</summary>
    private async Task<IProviderSlot?> TurnAsync(
        IProvider provider, JobRecord job, AttemptPlace at, long started, CancellationToken waiting, CancellationToken stopping)
    {
        try
        {
            return await slots.EnterAsync(provider, job.AccountId, at.Reference(job.Id), Left(started), waiting);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Its place at the provider is taken already, whatever the limit says now.</summary>
    private async Task<ProviderResult> ResumeOrderAsync(JobRecord job, AttemptPlace at, LastAttempt last, CancellationToken stopping)
    {
        var provider = providers.Find(at.Step.Provider);
        await using var slot = provider is null ? null : await slots.RejoinAsync(provider, at.Reference(job.Id));
        var result = await caller.ResumeAsync(job, at, last.ProviderJobId ?? "", last.StartedAt, stopping);
        slot?.End();
        return result;
    }

    private async Task PlanAsync(JobRecord job, AttemptPlace at, CancellationToken stopping)
    {
        if (!await jobs.BeginAttemptAsync(job, at, stopping))
            throw new LeaseLostException();
    }

    /// <summary>What is left of this run's time: a job taken over gets it anew, because it waited for nothing that it could help.</summary>
    private TimeSpan Left(long started) => _deadline - time.GetElapsedTime(started);

    private static FinishedImage Success(AttemptPlace at, DeliveredImage image, long cost) =>
        new(at.Image, at.Try, at.Step, AttemptState.Succeeded, Failure: null, Detail: null, image) { CostMicros = cost };

    private static FinishedImage NotKept(AttemptPlace at, string detail) =>
        new(at.Image, at.Try, at.Step, AttemptState.Failed, ImageKeeper.StoreFailure, detail, Delivered: null);

    private static FinishedImage Failure(AttemptPlace at, ProviderResult.Failed failed, FailureClass? reportAs) => new(
        at.Image, at.Try, at.Step, failed.Class == FailureClass.Unknown ? AttemptState.Unknown : AttemptState.Failed,
        FailureNames.Of(failed.Class), failed.Detail, Delivered: null)
    {
        RetryAfter = failed.RetryAfter,
        ReportAs = reportAs,
        CostMicros = failed.CostMicros ?? 0,
    };
}
