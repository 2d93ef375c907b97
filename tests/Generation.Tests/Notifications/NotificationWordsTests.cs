using NanoBanana.Contracts.Events;
using NanoBanana.Contracts.Notifications;
using NanoBanana.Generation.Notifications;

namespace NanoBanana.Generation.Tests.Notifications;

/// <summary>What is said of each end.</summary>
public sealed class NotificationWordsTests
{
    [Theory]
    [InlineData(EventTypes.BatchCompleted, null, NotificationTypes.TaskComplete, "Batch finished", "2 of 3 images", "task_id")]
    [InlineData(EventTypes.BatchFailed, null, NotificationTypes.TaskFailed, "Batch failed", "2 of 3 images", "task_id")]
    [InlineData(EventTypes.VideoCompleted, null, NotificationTypes.TaskComplete, "Video finished", "It is ready to be watched.", "task_id")]
    [InlineData(EventTypes.VideoFailed, "provider.timed_out", NotificationTypes.TaskFailed, "Video failed", "The provider did not answer in time.", "task_id")]
    [InlineData(EventTypes.VideoFailed, "no such code", NotificationTypes.TaskFailed, "Video failed", "An unexpected error occurred.", "task_id")]
    [InlineData(EventTypes.VideoFailed, null, NotificationTypes.TaskFailed, "Video failed", "An unexpected error occurred.", "task_id")]
    [InlineData(EventTypes.WebhookDisabled, "gone", NotificationTypes.System, "Webhook disabled", "It answered that it is gone. Nothing is sent there until you enable it again.", "webhook_id")]
    [InlineData(EventTypes.WebhookDisabled, "failing", NotificationTypes.System, "Webhook disabled", "Every delivery of the last three days has failed. Nothing is sent there until you enable it again.", "webhook_id")]
    public void End_Told_SaysWhatItIs(string eventType, string? why, string type, string title, string message, string name)
    {
        var pending = new PendingNotification(Guid.NewGuid(), Guid.NewGuid(), eventType, "subject", why, Asked: 3, Made: 2, TimeProvider.System.GetUtcNow());
        var told = NotificationWords.Of(pending);
        (told.Id, told.AccountId, told.CreatedAt).ShouldBe((pending.Id, pending.AccountId, pending.CreatedAt));
        (told.Type, told.Title, told.Message).ShouldBe((type, title, message));
        told.Data.GetRawText().ShouldBe($$"""{"{{name}}":"subject"}""");
    }

    [Fact]
    public void EveryEvent_ThatIsWrittenToTheOutbox_HasWordsOfItsOwn() =>
        OutboxNotification.Types.Select(static type => NotificationWords.Of(new PendingNotification(
            Guid.NewGuid(), Guid.NewGuid(), type, "subject", null, 1, 1, default)).Title).Distinct().Count().ShouldBe(OutboxNotification.Types.Count);
}
