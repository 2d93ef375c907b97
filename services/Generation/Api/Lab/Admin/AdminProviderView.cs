namespace NanoBanana.Generation.Api.Lab.Admin;

/// <summary>A provider as operators see one.</summary>
/// <param name="Status"><c>enabled</c>, <c>disabled</c>, <c>circuit_open</c> (of all its models) or <c>degraded</c> (of some, or it asked for a pause).</param>
/// <param name="Priority">Lower goes first: what an operator set, else what is configured.</param>
/// <param name="Enabled">Whether it may be asked at all.</param>
/// <param name="HealthScore">0 to 100: its success rate, less the share of its models that may not be called. 0 when it is disabled.</param>
/// <param name="TotalRequests24h">Calls of all processes in the last 24 hours, retries included.</param>
/// <param name="SuccessRate24h">0 to 100; what was refused because of what it asked for is no failure. 100 when nothing was called.</param>
/// <param name="AvgLatencyMs">Of calls that brought a result; 0 when there was none.</param>
/// <param name="CircuitBreakerState"><c>closed</c>, <c>half_open</c> (some of its models are open) or <c>open</c> (all are).</param>
/// <param name="LastError">The class of the last failure in 24 hours, such as <c>timed_out</c>.</param>
internal sealed record AdminProviderView(
    string Name, string Status, int Priority, bool Enabled, bool SupportsImage, bool SupportsVideo, int HealthScore,
    [property: System.Text.Json.Serialization.JsonPropertyName("total_requests_24h")] long TotalRequests24h,
    [property: System.Text.Json.Serialization.JsonPropertyName("success_rate_24h")] double SuccessRate24h,
    double AvgLatencyMs, string CircuitBreakerState, string? LastError, DateTimeOffset? LastErrorAt);

/// <summary>What a change of a provider answers.</summary>
internal sealed record ChangedProviderView(bool Success, string Message, AdminProviderView Provider);
