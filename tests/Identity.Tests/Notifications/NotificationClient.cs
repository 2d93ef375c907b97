using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Notifications;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Identity.Tests.Notifications;

/// <summary>An account that is told things, and the service that tells them.</summary>
internal sealed class NotificationClient(TestService service, Guid? accountId = null) : IDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public Guid AccountId { get; } = accountId ?? Guid.NewGuid();

    public HttpClient Http => field ??= service.ClientFor(new Principal { Kind = PrincipalKind.User, AccountId = AccountId });

    public NewNotification New(string title = "Batch finished", string type = NotificationTypes.TaskComplete, int minute = 0, string data = """{"task_id":"batch_1"}""") =>
        new(Guid.NewGuid(), AccountId, type, title, "3 of 3 images", JsonElement.Parse(data), Noon.AddMinutes(minute));

    /// <summary>As Generation tells it; the result is how many were new.</summary>
    public async Task<int> TellAsync(params NewNotification[] notifications)
    {
        using var response = await PostAsync(notifications);
        return (int)(await response.ShouldBeAsync(HttpStatusCode.OK))!["stored"]!;
    }

    public async Task<HttpResponseMessage> PostAsync(IReadOnlyList<NewNotification> notifications)
    {
        using var generation = service.ClientForService("generation");
        return await generation.PostAsJsonAsync("/internal/notifications", notifications, ContractsJsonContext.Default.IReadOnlyListNewNotification);
    }

    public Task<HttpResponseMessage> GetRawAsync(string path) => Http.GetAsync(new Uri("/api/notifications" + path, UriKind.Relative));

    public async Task<JsonNode> GetAsync(string path = "")
    {
        using var response = await GetRawAsync(path);
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    public async Task<IReadOnlyList<string>> TitlesAsync(string query = "") =>
        [.. (await GetAsync(query))["notifications"]!.AsArray().Select(static one => (string)one!["title"]!)];

    public Task<HttpResponseMessage> MarkRawAsync(object body) => Http.PostAsJsonAsync("/api/notifications/mark-read", body);

    public async Task<int> MarkAsync(params Guid[] ids)
    {
        using var response = await MarkRawAsync(new { notification_ids = ids });
        return (int)(await response.ShouldBeAsync(HttpStatusCode.OK))!["marked_count"]!;
    }

    public async Task<int> MarkAllAsync()
    {
        using var response = await Http.PostAsync(new Uri("/api/notifications/mark-all-read", UriKind.Relative), content: null);
        return (int)(await response.ShouldBeAsync(HttpStatusCode.OK))!["marked_count"]!;
    }

    public Task<HttpResponseMessage> DeleteAsync(string id) => Http.DeleteAsync(new Uri("/api/notifications/" + id, UriKind.Relative));

    public void Dispose() => Http.Dispose();
}
