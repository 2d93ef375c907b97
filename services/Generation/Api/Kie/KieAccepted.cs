using System.Text.Json.Serialization;

namespace NanoBanana.Generation.Api.Kie;

/// <summary>What an ordered image is found by. Not a record, because its ToString would print the secret.</summary>
public sealed class KieAccepted
{
    internal KieAccepted(string taskId, string? callbackSecret)
    {
        TaskId = taskId;
        CallbackSecret = callbackSecret;
    }

    public bool Success => true;

    /// <summary>For <c>GET /api/nano-banana/task/{taskId}</c>.</summary>
    [JsonPropertyName("taskId")]
    public string TaskId { get; }

    /// <summary>What this task's callback is signed with: <c>whsec_</c> and base64. Missing without a callback.</summary>
    [JsonPropertyName("callbackSecret"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CallbackSecret { get; }
}
