using System.Text.Json;
using NanoBanana.Generation.Quota;
using NanoBanana.ServiceDefaults.Data;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Generation.Jobs;

/// <summary>What jobs that begin or end at the same time are written as: an array a column.</summary>
internal sealed partial class JobStore
{
    private static void BindJobs(NpgsqlParameterCollection parameters, IReadOnlyList<Begin> begins) => parameters
        .With(begins, static begin => begin.Length)
        .With(begins, static begin => begin.Job.Id)
        .With(begins, static begin => begin.Job.AccountId)
        .With(begins, static begin => begin.Job.KeyId)
        .With(begins, NpgsqlDbType.Jsonb, static begin => JsonSerializer.Serialize(begin.Job.Request, GenerationJsonContext.Default.GenerationRequest))
        .With(begins, static begin => begin.Job.Route.First.Provider)
        .With(begins, static begin => begin.Job.Route.First.Model)
        .With(begins, static begin => begin.Job.Route.First.Resolution)
        .With(begins, static begin => begin.Job.Request.Count)
        .With(begins, static begin => begin.Job.HeldCredits)
        .With(begins, static begin => begin.Job.PriceVersion)
        .With(begins, static begin => begin.Job.Route.First.CostMicros * begin.Job.Request.Count)
        .With(begins, static begin => begin.Job.Lease)
        .With(begins, static begin => begin.Job.TraceParent)
        .With(begins, NpgsqlDbType.Jsonb, static begin => JsonSerializer.Serialize(begin.Job.Route, GenerationJsonContext.Default.RoutePlan))
        .With(begins, static begin => begin.Job.IsSent)
        .With(begins, static begin => begin.Job.OwnKey)
        .With(begins, NpgsqlDbType.Jsonb, static begin => QuotaTerms.JsonOf(begin.Job.Request));

    private static void BindJobsWithKeys(NpgsqlParameterCollection parameters, IReadOnlyList<Begin> begins)
    {
        BindJobs(parameters, begins);
        parameters
            .With(begins, static begin => begin.Job.Idempotency!.Key)
            .With(begins, static begin => begin.Job.Idempotency!.RequestHash)
            .With(begins, static begin => begin.Job.Idempotency!.PreviousJobId);
    }

    private static void BindEnds(NpgsqlParameterCollection parameters, IReadOnlyList<End> ends)
    {
        parameters
            .With(ends, static end => end.Job.JobId)
            .With(ends, static end => end.Lease)
            .With(ends, static end => end.Job.State)
            .With(ends, static end => end.Job.ChargedCredits)
            .With(ends, static end => end.Job.ProviderCostMicros)
            .With(ends, static end => end.Job.ErrorCode)
            .With(ends, static end => end.Job.ErrorDetail)
            .With(ends, static end => end.Job.RetryAfterSeconds)
            .With(ends, static end => string.Join(',', end.Job.Warnings))
            .With(ends, static end => end.Job.OutboxKind)
            .With(ends, NpgsqlDbType.Jsonb, static end => end.Job.OutboxPayload)
            .With(ends, static end => end.Job.Provider)
            .With(ends, static end => end.Job.Model);

        var images = ends.SelectMany(static end => end.Job.Images, static (end, image) => (end.Job.JobId, Image: image)).ToList();
        parameters
            .With(images, static row => row.JobId)
            .With(images, static row => row.Image.Image)
            .With(images, static row => row.Image.Try)
            .With(images, static row => row.Image.State)
            .With(images, static row => row.Image.Failure)
            .With(images, static row => row.Image.Detail)
            .With(images, static row => row.Image.CostMicros);

        images.RemoveAll(static row => row.Image.Delivered is null);
        parameters
            .With(images, static row => row.JobId)
            .With(images, static row => row.Image.Image)
            .With(images, static row => row.Image.Delivered!.StorageKey)
            .With(images, static row => row.Image.Delivered!.MediaType)
            .With(images, static row => row.Image.Delivered!.Width)
            .With(images, static row => row.Image.Delivered!.Height)
            .With(images, static row => row.Image.Delivered!.ByteCount)
            .With(images, static row => row.Image.Delivered!.Sha256)
            .With(images, static row => row.Image.Delivered!.DurationMs)
            .With(images, static row => row.Image.Name);
    }

    private sealed record Begin(NewJob Job, TimeSpan Length);

    private sealed record End(FinishedJob Job, Guid Lease);
}
