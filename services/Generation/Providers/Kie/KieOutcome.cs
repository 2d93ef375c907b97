using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Kie;

/// <summary>Turns answers into our words.</summary>
internal static class KieOutcome
{
    private const int Success = 200;
    private const int LongestTask = 2_000;

    public static ProviderResult Sent(ProviderAnswer answer, TimeSpan pollAfter)
    {
        var envelope = answer.As(KieJson.Default.KieEnvelope);
        if (Refusal(answer, envelope) is { } refusal)
            return refusal;
        return Read(envelope!.Data, KieJson.Default.KieCreated)?.TaskId is { Length: > 0 and <= LongestTask } task
            ? new ProviderResult.Accepted(task, pollAfter)
            : ProviderAnswer.Unreadable;
    }

    /// <summary>What is left of the account; null when there is something.</summary>
    public static ProviderResult.Failed? Probed(ProviderAnswer answer)
    {
        var envelope = answer.As(KieJson.Default.KieEnvelope);
        return Refusal(answer, envelope) ?? Balance.Of(envelope?.Data);
    }

    public static ProviderResult Polled(ProviderAnswer answer)
    {
        var envelope = answer.As(KieJson.Default.KieEnvelope);
        if (CodeOf(answer, envelope) is not { } code)
            return new ProviderResult.Running(answer.RetryAfter);
        if (code != Success)
            return KieFailure.Polled(code, answer.RetryAfter);
        var record = Read(envelope!.Data, KieJson.Default.KieRecord);
        return record?.State switch
        {
            "success" => Located(record.ResultJson),
            "fail" => Failed(record.FailCode),
            _ => new ProviderResult.Running(answer.RetryAfter),
        };
    }

    /// <summary>Null when it did what was asked.</summary>
    private static ProviderResult.Failed? Refusal(ProviderAnswer answer, KieEnvelope? envelope) => CodeOf(answer, envelope) switch
    {
        null => ProviderAnswer.Unreadable,
        Success => null,
        _ when envelope?.Code is null => answer.Failure(),
        { } code => KieFailure.Sent(code, answer.RetryAfter),
    };

    /// <summary>The body's code; the status where the body has none; null for a success that is not what was promised.</summary>
    private static int? CodeOf(ProviderAnswer answer, KieEnvelope? envelope) => (answer.IsSuccess, envelope?.Code) switch
    {
        (true, var code) => code,
        (false, null or Success) => answer.Status,
        (false, var code) => code,
    };

    private static ProviderResult Located(string? resultJson)
    {
        var result = resultJson is null ? null : Read(Encoding.UTF8.GetBytes(resultJson), KieJson.Default.KieResult);
        return Uri.TryCreate(result?.ResultUrls?.FirstOrDefault(), UriKind.Absolute, out var address)
            ? new ProviderResult.Located(address)
            : new ProviderResult.Failed(FailureClass.NoImage, "NO_RESULT");
    }

    /// <summary>The code that stands for a request it would not take; the others say no more than that the task failed.</summary>
    private static ProviderResult.Failed Failed(JsonElement code) => Is422(code)
        ? new ProviderResult.Failed(FailureClass.BadInput, "TASK_INVALID")
        : new ProviderResult.Failed(FailureClass.Failed, "TASK_FAILED");

    private static bool Is422(JsonElement code) => code.ValueKind is JsonValueKind.String or JsonValueKind.Number
        && JsonMarshal.GetRawUtf8Value(code).Trim((byte)'"').SequenceEqual("422"u8);

    private static T? Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static T? Read<T>(JsonElement json, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return json.ValueKind == JsonValueKind.Object ? json.Deserialize(type) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
