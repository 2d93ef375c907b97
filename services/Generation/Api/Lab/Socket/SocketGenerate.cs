using System.Text.Json;
using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Queue;
using NanoBanana.Generation.Quota;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;
using Npgsql;

namespace NanoBanana.Generation.Api.Lab.Socket;

/// <summary>What <c>generate</c> carries.</summary>
/// <param name="Prompt">1 to 2,000 characters after trimming.</param>
/// <param name="Mode"><c>basic</c> or nothing.</param>
/// <param name="IdempotencyKey">As the header of calls: a repeat is the same job and one charge.</param>
internal sealed record SocketGenerateRequest(string? Prompt, string? AspectRatio, string? Resolution, string? Provider, string? Mode, string? IdempotencyKey);

/// <summary>
/// Puts a job into the queue for the client of a socket. The gateway counts a key's calls in its hourly window and does not see messages, so
/// here the key's jobs of the last hour are counted, whichever way they came.
/// </summary>
internal sealed class SocketGenerate(EnqueueJobs jobs, LabDefaults defaults, QuotaMeter meter, NpgsqlDataSource database, IConfiguration configuration, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json)
{
    private const int MaxName = 100;
    private static readonly string[] Modes = ["basic"];
    private readonly bool _isLimited = configuration.GetValue("RateLimits:Enabled", defaultValue: true);

    // Along the index of the account's list: no more rows than the account made in an hour.
    private const string Recent = """
        SELECT count(*) FROM (
            SELECT FROM generation.jobs WHERE account_id = $1 AND image_count > 0 AND created_at > now() - interval '1 hour' AND key_id = $2 LIMIT $3) AS recent
        """;

    /// <summary>The job's id, or why there is none.</summary>
    public async Task<(Guid JobId, ApiFailure? Failure)> RunAsync(JsonElement payload, Principal caller, CancellationToken cancellationToken)
    {
        if (Read(payload) is not { } body)
            return (default, Fault("payload", "Input should be an object with texts"));
        var validation = new RequestValidation();
        var prompt = body.Prompt?.Trim();
        validation.Text("prompt", prompt, 1, LabSettings.MaxPrompt);
        validation.Text("provider", body.Provider, 1, MaxName, required: false);
        validation.OneOf("mode", body.Mode, Modes);
        var settings = await defaults.FillAsync(new LabSettings(body.AspectRatio, body.Resolution, SafetyLevel: null), caller, cancellationToken);
        settings.Check(validation);
        if (body.IdempotencyKey is { } key && !IdempotencyHeader.IsKey(key))
            validation.Add("idempotency_key", "value_error", IdempotencyHeader.FaultOf("idempotency_key"));
        if (validation.Failed)
            return (default, validation.Failure);
        if (await IsOverLimitAsync(caller, cancellationToken))
            return (default, new ApiFailure(ErrorCodes.RateLimited));

        var request = meter.Measure(settings.RequestFor(prompt!, "basic", (body.Provider, null, null)), caller);
        return await jobs.RunAsync(request, caller, body.IdempotencyKey, quoteId: null, cancellationToken) switch
        {
            QueueResult.Queued { BatchId: null } queued => (queued.JobId, null),
            QueueResult.Queued => (default, StartFailures.KeyReused()),
            QueueResult.Refused refused => (default, refused.Failure),
            _ => (default, new ApiFailure(ErrorCodes.Internal)),
        };
    }

    private SocketGenerateRequest? Read(JsonElement payload)
    {
        try
        {
            return payload.ValueKind == JsonValueKind.Object
                ? (SocketGenerateRequest?)payload.Deserialize(json.Value.SerializerOptions.GetTypeInfo(typeof(SocketGenerateRequest)))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<bool> IsOverLimitAsync(Principal caller, CancellationToken cancellationToken)
    {
        if (!_isLimited || caller.KeyId is not { } key || !Tiers.All.TryGetValue(caller.Tier, out var tier))
            return false;
        await using var command = database.CreateCommand(Recent);
        command.Parameters.Add(new() { Value = caller.AccountId });
        command.Parameters.Add(new() { Value = key });
        command.Parameters.Add(new() { Value = tier.RequestsPerHour });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))! >= tier.RequestsPerHour;
    }

    private static ApiFailure Fault(string field, string message)
    {
        var validation = new RequestValidation();
        validation.Add(field, "type_error", message);
        return validation.Failure;
    }
}
