using System.Text.Json;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Events;
using NanoBanana.Contracts.Notifications;
using NanoBanana.Generation.Webhooks;

namespace NanoBanana.Generation.Notifications;

/// <summary>Says in plain words what has ended. Never the prompt, and never an address of a webhook, which may contain a secret. Pure.</summary>
internal static class NotificationWords
{
    public static NewNotification Of(PendingNotification pending)
    {
        var images = $"{pending.Made} of {pending.Asked} {(pending.Asked == 1 ? "image" : "images")}";
        var (type, title, message) = pending.EventType switch
        {
            EventTypes.BatchCompleted => (NotificationTypes.TaskComplete, "Batch finished", images),
            EventTypes.BatchFailed => (NotificationTypes.TaskFailed, "Batch failed", images),
            EventTypes.VideoCompleted => (NotificationTypes.TaskComplete, "Video finished", "It is ready to be watched."),
            EventTypes.VideoFailed => (NotificationTypes.TaskFailed, "Video failed", $"{ErrorCodes.Find(pending.Why).Message.TrimEnd('.')}."),
            _ => (NotificationTypes.System, "Webhook disabled", WhyDisabled(pending.Why)),
        };
        return new NewNotification(pending.Id, pending.AccountId, type, title, message, Data(pending), pending.CreatedAt);
    }

    private static string WhyDisabled(string? reason) => reason switch
    {
        WebhookDisabling.Gone => "It answered that it is gone. Nothing is sent there until you enable it again.",
        _ => "Every delivery of the last three days has failed. Nothing is sent there until you enable it again.",
    };

    private static JsonElement Data(PendingNotification pending)
    {
        var name = pending.EventType == EventTypes.WebhookDisabled ? "webhook_id" : "task_id";
        return JsonSerializer.SerializeToElement(
            new Dictionary<string, string?>(StringComparer.Ordinal) { [name] = pending.Subject }, GenerationJsonContext.Default.DictionaryStringString);
    }
}
