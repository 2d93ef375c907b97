namespace NanoBanana.Gateway.Health;

/// <summary>The Lab family's health answer.</summary>
/// <param name="Status"><c>healthy</c> or <c>unhealthy</c>.</param>
internal sealed record LabHealthView(string Status, DateTimeOffset Timestamp);

/// <summary>That the process runs. Asks nobody.</summary>
internal static class GetLabHealth
{
    public static LabHealthView Handle(TimeProvider time) => new(HealthNames.Healthy, time.GetUtcNow());
}
