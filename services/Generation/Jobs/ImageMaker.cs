using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Storage;

namespace NanoBanana.Generation.Jobs;

/// <summary>
/// Makes one image of a job: sends, repeats where the failure's class allows it, measures what came, stores it. A try is committed as
/// "sending" before it is sent; one found in that state later may have been done and is never sent again.
/// </summary>
internal sealed class ImageMaker(
    JobStore jobs, DatabasePatience patience, ProviderRouter router, IImageStore store, StoreCondition condition, IImageCodec codec,
    GenerationMetrics metrics, IOptions<RetryOptions> retries, TimeProvider time)
{
    private static readonly TimeSpan CallDeadline = TimeSpan.FromMinutes(5);
    private static readonly SemaphoreSlim Conversions = new(Environment.ProcessorCount);

    /// <summary>From the first try, which is committed as being sent.</summary>
    public Task<FinishedImage> MakeAsync(JobRecord job, int image, bool isAwaited, CancellationToken stopping) =>
        SendUntilDoneAsync(job, image, attempt: 1, isBegun: true, isAwaited, stopping);

    /// <summary>From wherever a process that is gone left it.</summary>
    public async Task<FinishedImage> ResumeAsync(JobRecord job, LastAttempt last, CancellationToken stopping)
    {
        if (last.State == AttemptState.Sending)
            return await ReconcileAsync(job, last, stopping);
        if (last.State == AttemptState.NotSent)
            return await SendUntilDoneAsync(job, last.Image, last.Try, isBegun: false, isAwaited: false, stopping);
        return last.State == AttemptState.Failed && last.Try <= retries.Value.Delays.Count && FailureNames.Parse(last.Failure) is { } failure && FailurePolicy.MayRetry(failure)
            ? await SendUntilDoneAsync(job, last.Image, last.Try + 1, isBegun: false, isAwaited: false, stopping)
            : new FinishedImage(last.Image, last.Try, last.State, last.Failure, Detail: null, Delivered: null);
    }

    private async Task<FinishedImage> SendUntilDoneAsync(
        JobRecord job, int image, int attempt, bool isBegun, bool isAwaited, CancellationToken stopping)
    {
        while (true)
        {
            // The first try was admitted with its job; a later one may meet a disk that has filled up meanwhile.
            if (!isBegun && !await condition.AdmitsWorkAsync(stopping))
                return NotKept(image, attempt, "not sent: the store does not accept writes");
            if (!isBegun && !await jobs.BeginAttemptAsync(job, image, attempt, stopping))
                throw new LeaseLostException();
            var result = await CallAsync(job, image);
            if (result is ProviderResult.Delivered delivered)
                return await AcceptAsync(job, image, attempt, delivered, isAwaited);

            var failed = (ProviderResult.Failed)result;
            var delays = retries.Value.Delays;
            if (!FailurePolicy.MayRetry(failed.Class) || attempt > delays.Count)
                return Failure(image, attempt, failed);
            await patience.AskAsync(() => jobs.FailAttemptAsync(
                job.Id, image, attempt, FailureNames.Of(failed.Class), failed.Detail, CancellationToken.None));
            await Task.Delay(delays[attempt - 1], time, stopping);
            attempt++;
            isBegun = false;
        }
    }

    private async Task<ProviderResult> CallAsync(JobRecord job, int image)
    {
        if (router.Find(job.Provider) is not { } provider)
            return new ProviderResult.Failed(FailureClass.Gone, "provider removed");
        using var deadline = new CancellationTokenSource(CallDeadline, time);
        var size = new ImageSize(job.Request.Width, job.Request.Height);
        var model = provider.Models.FirstOrDefault(model => model.Id == job.Model) ?? provider.Models[0];
        var fit = ModelFit.Of(model, size) ?? new ModelFit(new AspectRatio(1, 1), size.Width, size.Height, job.Resolution, IsExact: false);
        var request = new ProviderRequest(job.Model, job.Request.EffectivePrompt, fit.Width, fit.Height, job.Resolution, Seed(job.Id, image)) { Ratio = fit.Ratio };
        var started = time.GetTimestamp();
        var result = await provider.SendAsync(request, deadline.Token);
        metrics.ProviderCalled(job.Provider, job.Model, result, time.GetElapsedTime(started));
        return result;
    }

    private async Task<FinishedImage> AcceptAsync(JobRecord job, int image, int attempt, ProviderResult.Delivered delivered, bool isAwaited)
    {
        using var original = delivered.Bytes;
        if (codec.Measure(original.Memory.Span) is not { } info)
            return Failure(image, attempt, new ProviderResult.Failed(FailureClass.BadImage, "damaged"));
        var (width, height) = TargetSize(job.Request, info);
        if (info.MediaType == ImageNames.MediaType && info.Width == width && info.Height == height)
            return await KeepAsync(job, image, attempt, original, width, height, isAwaited);

        await Conversions.WaitAsync();
        PooledBytes? converted;
        try
        {
            converted = codec.ToPng(original.Memory.Span, width, height);
        }
        finally
        {
            Conversions.Release();
        }

        using (converted)
        {
            return converted is null
                ? Failure(image, attempt, new ProviderResult.Failed(FailureClass.BadImage, "undecodable"))
                : await KeepAsync(job, image, attempt, converted, width, height, isAwaited);
        }
    }

    private async Task<FinishedImage> KeepAsync(
        JobRecord job, int image, int attempt, PooledBytes png, int width, int height, bool isAwaited)
    {
        string? key = ImageNames.StorageKey(job.Id, image);
        string? inlineUrl = null;
        if (store.Keeps)
        {
            try
            {
                await store.PutAsync(key, png.Memory, ImageNames.MediaType, CancellationToken.None);
                condition.Took();
            }
            catch (ImageStoreException exception)
            {
                metrics.StoreFailed(store.Backend);
                condition.Refused(key, png.Length, exception);

                // An object store that is down does not cost a waiting caller the image; a disk that is full is ours to mend.
                if (store.Backend != "s3" || !isAwaited)
                    return NotKept(image, attempt, exception.GetType().Name);
                key = null;
            }
        }
        else
        {
            key = null;
        }

        if (key is null)
            inlineUrl = $"data:{ImageNames.MediaType};base64,{Convert.ToBase64String(png.Memory.Span)}";
        var delivered = new DeliveredImage(
            key, ImageNames.MediaType, width, height, png.Length, SHA256.HashData(png.Memory.Span), inlineUrl);
        return new FinishedImage(image, attempt, AttemptState.Succeeded, Failure: null, Detail: null, delivered);
    }

    /// <summary>
    /// A try that was being sent when its process died. Keys are derived from the job, so an image that was stored before the end is
    /// found and delivered; anything else stays unknown, costs the caller nothing and is not sent again.
    /// </summary>
    private async Task<FinishedImage> ReconcileAsync(JobRecord job, LastAttempt last, CancellationToken cancellationToken)
    {
        var key = ImageNames.StorageKey(job.Id, last.Image);
        if (store.Keeps && await store.OpenAsync(key, cancellationToken) is { } stream)
        {
            await using (stream)
            {
                using var buffer = new MemoryStream();
                await stream.CopyToAsync(buffer, cancellationToken);
                var bytes = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
                if (codec.Measure(bytes.Span) is { } info)
                {
                    var found = new DeliveredImage(
                        key, info.MediaType, info.Width, info.Height, bytes.Length, SHA256.HashData(bytes.Span), InlineUrl: null);
                    return new FinishedImage(last.Image, last.Try, AttemptState.Succeeded, Failure: null, "found in the store", found);
                }
            }
        }

        return new FinishedImage(
            last.Image, last.Try, AttemptState.Unknown, FailureNames.Of(FailureClass.Unknown), "the process ended during the call", Delivered: null);
    }

    internal const string ImageStoreFailure = "store_failed";

    private static FinishedImage NotKept(int image, int attempt, string detail) =>
        new(image, attempt, AttemptState.Failed, ImageStoreFailure, detail, Delivered: null);

    private static FinishedImage Failure(int image, int attempt, ProviderResult.Failed failed) => new(
        image, attempt, failed.Class == FailureClass.Unknown ? AttemptState.Unknown : AttemptState.Failed,
        FailureNames.Of(failed.Class), failed.Detail, Delivered: null)
    {
        RetryAfter = failed.RetryAfter,
    };

    /// <summary>The size asked for when only scaling lies between; otherwise the provider's own, which the caller is told.</summary>
    private static (int Width, int Height) TargetSize(GenerationRequest request, ImageInfo info)
    {
        var asked = (double)request.Width / request.Height;
        var got = (double)info.Width / info.Height;
        return Math.Abs((asked / got) - 1) < 0.01 ? (request.Width, request.Height) : (info.Width, info.Height);
    }

    /// <summary>Differs between the images of a job and is the same when a try is repeated.</summary>
    private static long Seed(Guid jobId, int image) => (BitConverter.ToUInt32(jobId.ToByteArray(), 10) + (uint)image) & int.MaxValue;
}
