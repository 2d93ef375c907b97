using Microsoft.Extensions.Options;
using NanoBanana.Generation.Chat;
using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Moderation;
using NanoBanana.Generation.Partials;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.Transport;
using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Jobs;

/// <summary>
/// One attempt at one provider, from sending it to its end, however the provider works. What an order's id is worth is committed before
/// anything waits on it, and every end is told to the circuits and the figures.
/// </summary>
internal sealed partial class ProviderCaller(
    JobStore jobs, DatabasePatience patience, ProviderDirectory providers, OrderPoller poller, ResultDownload downloads, CircuitBreakers circuits, ModelHealth health, ProviderFigures figures,
    Conversations conversations, JobInputs inputs, PartialRelay partials, CallbackAddresses callbacks, IOptions<ModerationOptions> moderation, GenerationMetrics metrics, TimeProvider time,
    ILogger<ProviderCaller> logger)
{
    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstPoll = TimeSpan.FromSeconds(1);

    /// <summary>Sends an attempt that was committed as being sent.</summary>
    public async Task<ProviderResult> SendAsync(JobRecord job, AttemptPlace at, TimeSpan left, CancellationToken stopping)
    {
        var (provider, model) = Find(at.Step);
        if (provider is null)
            return new ProviderResult.Failed(FailureClass.Gone, "PROVIDER_REMOVED");
        if (providers.IsDisabled(provider))
            return new ProviderResult.Failed(FailureClass.Failed, Disabled);
        var (conversation, obstacle) = job.Request.SessionId is null ? (null, null) : await conversations.ReadAsync(job);
        if (obstacle is not null)
            return obstacle;
        var (references, unreadable) = await inputs.LoadAsync(job.Request, model, stopping);
        using var held = references;
        if (unreadable is not null)
            return unreadable;
        if (!job.OwnKey && !await circuits.EnterAsync(provider.Name, at.Step.Model))
            return new ProviderResult.Failed(FailureClass.NotSent, CircuitOpen);
        using var deadline = new CancellationTokenSource(left > LeastPatience ? left : LeastPatience, time);
        return await ReportAsync(job, at.Step, async () =>
        {
            var result = await provider.SendAsync(RequestFor(job, at, model, conversation, references), deadline.Token);

            // An order is waited for for minutes: who comes next shall not wait for its images as long.
            references?.Dispose();
            if (result is ProviderResult.Failed { Class: FailureClass.Unknown } lost && provider is IReconcilingProvider reconciling)
                result = await FoundOr(lost, reconciling, job, at, stopping);
            return result switch
            {
                ProviderResult.Accepted accepted when provider is IPolledProvider polled => await FollowAsync(job, at, polled, model, accepted, stopping),
                ProviderResult.Located located => await downloads.FetchAsync(located, job.Request.Kind, stopping),
                ProviderResult.Delivered or ProviderResult.Failed => result,
                _ => new ProviderResult.Failed(FailureClass.Unknown, "UNEXPECTED"),
            };
        });
    }

    /// <summary>Tells the circuit what a delivered result was worth, which only shows when it is decoded.</summary>
    public Task JudgeAsync(JobRecord job, RouteStep step, ProviderResult result) =>
        job.OwnKey ? Task.CompletedTask : circuits.ReportAsync(step.Provider, step.Model, result);

    /// <summary>Goes on with an order that was accepted, maybe by another process.</summary>
    public Task<ProviderResult> ResumeAsync(JobRecord job, AttemptPlace at, string taskId, DateTimeOffset startedAt, CancellationToken stopping)
    {
        var (provider, model) = Find(at.Step);
        if (provider is not IPolledProvider polled)
            return Task.FromResult<ProviderResult>(new ProviderResult.Failed(FailureClass.Unknown, "PROVIDER_REMOVED"));
        var left = TimeSpan.FromSeconds(model.GiveUpSeconds) - (time.GetUtcNow() - startedAt);
        return ReportAsync(job, at.Step, () => poller.WaitAsync(
            polled, new ProviderOrder(at.Step.Model, taskId, job.CallerKey), job.Request.Kind, at.Reference(job.Id), FirstPoll, left > FirstPoll ? left : FirstPoll * 10, stopping));
    }

    /// <summary>
    /// Looks for an order whose process died while it was being sent. <see cref="ProviderResult.Failed"/> with
    /// <see cref="FailureClass.NotSent"/> when the provider certainly never got it.
    /// </summary>
    public async Task<ProviderResult> ReconcileAsync(JobRecord job, AttemptPlace at, CancellationToken stopping)
    {
        var lost = new ProviderResult.Failed(FailureClass.Unknown, "the process ended during the call");
        var (provider, model) = Find(at.Step);
        if (provider is not IReconcilingProvider reconciling)
            return lost;
        var result = await FoundOr(lost, reconciling, job, at, stopping);
        return result is ProviderResult.Accepted accepted
            ? await ReportAsync(job, at.Step, () => FollowAsync(job, at, reconciling, model, accepted, stopping))
            : result;
    }

    /// <summary>The detail of an attempt that was not made because the circuit was open.</summary>
    public const string CircuitOpen = "CIRCUIT_OPEN";

    /// <summary>The detail of an attempt that was not made because an operator has switched the provider off: the next of the route is asked, if there is one.</summary>
    public const string Disabled = "PROVIDER_DISABLED";

    private async Task<ProviderResult> FollowAsync(
        JobRecord job, AttemptPlace at, IPolledProvider provider, ProviderModel model, ProviderResult.Accepted accepted, CancellationToken stopping)
    {
        if (!await patience.AskAsync(() => jobs.AcceptAttemptAsync(job, at.Image, at.Try, accepted.TaskId, CancellationToken.None)))
            throw new LeaseLostException();
        var result = await poller.WaitAsync(
            provider, new ProviderOrder(at.Step.Model, accepted.TaskId, job.CallerKey), job.Request.Kind, at.Reference(job.Id), accepted.PollAfter, TimeSpan.FromSeconds(model.GiveUpSeconds), stopping);
        return result.CostMicros is null ? result with { CostMicros = accepted.CostMicros } : result;
    }

    /// <summary>What happens on a caller's own key says nothing of our standing with the provider.</summary>
    private async Task<ProviderResult> ReportAsync(JobRecord job, RouteStep step, Func<Task<ProviderResult>> call)
    {
        var started = time.GetTimestamp();
        var result = await call();
        var duration = time.GetElapsedTime(started);
        metrics.ProviderCalled(step.Provider, step.Model, result, duration);
        if (result is ProviderResult.Unkept)
            metrics.StoreFailed("temporary");
        if (job.OwnKey)
            return result;
        health.Report(step.Provider, step.Model, result, duration);
        figures.Report(step.Provider, result, duration);
        if (result is not (ProviderResult.Delivered or ProviderResult.Filmed))
            await circuits.ReportAsync(step.Provider, step.Model, result);
        if (result is ProviderResult.Failed failed && FailurePolicy.Of(failed.Class).Circuit == CircuitEffect.Opens)
            Log.Misconfigured(logger, step.Provider, step.Model, failed.Class, failed.Detail);
        return result;
    }

    private static async Task<ProviderResult> FoundOr(
        ProviderResult.Failed lost, IReconcilingProvider provider, JobRecord job, AttemptPlace at, CancellationToken stopping) =>
        await provider.FindAsync(at.Step.Model, at.Reference(job.Id), job.CallerKey, stopping) switch
        {
            ProviderResult.Failed { Class: not FailureClass.NotSent } => lost,
            var found => found,
        };

    private ProviderRequest RequestFor(JobRecord job, AttemptPlace at, ProviderModel model, Conversation? conversation, LoadedInputs? inputs)
    {
        var fit = ModelFit.Of(model, job.Request.Size) ?? new ModelFit(
            AspectRatio.Of(job.Request.Width, job.Request.Height), job.Request.Width, job.Request.Height, at.Step.Resolution, IsExact: false);
        var reference = at.Reference(job.Id);
        var safety = SafetyLevels.Parse(job.Request.SafetyLevel ?? moderation.Value.DefaultLevel) ?? SafetyLevel.Moderate;
        return new ProviderRequest(at.Step.Model, inputs?.IsBlank == true ? NeutralBase.Prompt(job.Request.EffectivePrompt) : job.Request.EffectivePrompt, fit.Width, fit.Height, at.Step.Resolution, SeedOf(job, at.Image))
        {
            Kind = model.Kind,
            DurationSeconds = at.Step.Seconds,
            CallerKey = job.CallerKey,
            Ratio = fit.Ratio,
            NegativePrompt = model.TakesNegativePrompt ? job.Request.NegativePrompt : null,
            Safety = safety,
            Partials = safety == SafetyLevel.Strict ? null : WishOf(job),
            Search = job.Request.Search,
            WithThoughts = job.Request.WithThoughts,
            WithText = job.Request.WithText,
            Converses = conversation is not null,
            History = conversation?.Turns ?? [],
            References = conversation?.LastImage is { } image ? [image] : inputs?.References ?? [],
            Mask = inputs?.Mask,
            Reference = reference,
            Callback = callbacks.For(at.Step.Provider, reference),
        };
    }

    /// <summary>What its provider withholds in the end has been seen in part by then: at the strictest level nobody sees any.</summary>
    private PartialWish? WishOf(JobRecord job) =>
        job.Request.Partials is { } feed ? new PartialWish(feed.Count, (index, encoded) => partials.Show(job, index, encoded.Span)) : null;

    /// <summary>Differs between the images of a job and is the same when a try is repeated.</summary>
    private static long SeedOf(JobRecord job, int image) => job.Request.Seed is { } seed
        ? seed + image - 1
        : (BitConverter.ToUInt32(job.Id.ToByteArray(), 10) + (uint)image) & int.MaxValue;

    private (IProvider? Provider, ProviderModel Model) Find(RouteStep step) =>
        (providers.Find(step.Provider), providers.FindModel(step.Provider, step.Model) ?? new ProviderModel(step.Model));

    private static partial class Log
    {
        [LoggerMessage(3300, LogLevel.Error,
            "Provider {Provider} does not serve model {Model} to us ({Failure}, {Detail}): check its key, our account there and the configured model.")]
        public static partial void Misconfigured(ILogger logger, string provider, string model, FailureClass failure, string detail);
    }
}
