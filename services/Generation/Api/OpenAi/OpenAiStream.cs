using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Partials;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.OpenAi;

/// <summary>
/// Answers with server-sent events: one for each image when it is whole, and before it those that show it unfinished, where its provider does. What fails within moments,
/// as every refusal does, is a plain failure with its status; what fails later is an <c>error</c> event.
/// </summary>
internal sealed partial class OpenAiStream(OpenAiFiles files, TimeProvider time, ILogger<OpenAiStream> logger)
{
    /// <summary>How long a call has to be refused as one.</summary>
    public static readonly TimeSpan Hesitation = TimeSpan.FromSeconds(2);

    // Well within what proxies and clients bear of silence.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <param name="feed">Where partial images come from; null when none are wanted.</param>
    public async Task RunAsync(Task<StartResult> making, PartialFeed? feed, OpenAiDelivery delivery, HttpContext http)
    {
        var cancellationToken = http.RequestAborted;
        var writer = new OpenAiWriter(http.Response.BodyWriter, delivery);
        for (var patience = Hesitation; !await EndsWithinAsync(making, feed, patience, cancellationToken); patience = Heartbeat)
        {
            if (!http.Response.HasStarted)
                Begin(http.Response);
            if (!await ShowAsync(feed, writer, delivery, cancellationToken))
                await writer.WriteCommentAsync(cancellationToken);
        }

        var (outcome, read, failure) = await EndAsync(making, delivery, http, cancellationToken);
        if (outcome is not null && failure is null)
        {
            if (!http.Response.HasStarted)
            {
                MakeOpenAiImages.SetHeaders(http.Response, outcome, delivery);
                Begin(http.Response);
            }

            await ShowAsync(feed, writer, delivery, cancellationToken);
            for (var i = 0; i < read.Count; i++)
                await writer.WriteEventAsync(outcome, outcome.Images[i], read[i], cancellationToken);
        }
        else if (http.Response.HasStarted)
            await writer.WriteErrorAsync(failure!, cancellationToken);
        else
            await FailureWriter.WriteAsync(http, failure!);
    }

    private async Task<(JobOutcome? Outcome, IReadOnlyList<Providers.Transport.SpooledFile> Files, ApiFailure? Failure)> EndAsync(
        Task<StartResult> making, OpenAiDelivery delivery, HttpContext http, CancellationToken cancellationToken)
    {
        try
        {
            if (await making is not StartResult.Ended { Outcome: { Succeeded: true } outcome })
                return (null, [], MakeOpenAiImages.FailureOf(await making));
            var (read, failure) = await files.ReadAsync(outcome, delivery, http.Response, cancellationToken);
            return (outcome, read, failure);
        }
        catch (Exception exception) when (http.Response.HasStarted && !cancellationToken.IsCancellationRequested)
        {
            // What answers exceptions otherwise can say nothing any more.
            Log.Failed(logger, exception);
            return (null, [], new ApiFailure(DependencyOutage.Find(exception) is null ? ErrorCodes.Internal : ErrorCodes.ServiceUnavailable));
        }
    }

    /// <summary>Whether it has ended when the time is over, or when there may be something to show.</summary>
    private async Task<bool> EndsWithinAsync(Task<StartResult> making, PartialFeed? feed, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var shown = feed?.WaitAsync(waiting.Token) ?? Task.Delay(Timeout.InfiniteTimeSpan, time, waiting.Token);
        await Task.WhenAny(making, shown, Task.Delay(patience, time, waiting.Token));
        await waiting.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return making.IsCompleted;
    }

    /// <summary>Writes the partial images that wait; false when there was none.</summary>
    private async Task<bool> ShowAsync(PartialFeed? feed, OpenAiWriter writer, OpenAiDelivery delivery, CancellationToken cancellationToken)
    {
        var isShown = false;
        while (feed?.Take() is { } partial)
        {
            if (await files.ReadAsync(partial, delivery, cancellationToken) is not { } encoded)
                continue;
            await writer.WritePartialAsync(partial, encoded, time.GetUtcNow(), cancellationToken);
            isShown = true;
        }

        return isShown;
    }

    private static void Begin(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3800, Level = LogLevel.Error, Message = "A stream of images ended in a failure of ours.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
