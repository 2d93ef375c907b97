namespace NanoBanana.Generation.Settings;

/// <summary>How an account likes its images and its client. What a request says itself goes before it.</summary>
/// <param name="DefaultAspectRatio">Of the Lab's requests that name none: <c>1:1</c>, <c>16:9</c>, <c>9:16</c>, <c>4:3</c> or <c>3:4</c>.</param>
/// <param name="DefaultResolution">Of the Lab's requests that name none: <c>1K</c>, <c>2K</c> or <c>4K</c>.</param>
/// <param name="DefaultProvider">Who is asked first when a request names nobody.</param>
/// <param name="RoutingStrategy">By what providers are chosen when a request names no strategy.</param>
/// <param name="Language"><c>en</c>, <c>zh-CN</c>, <c>zh-TW</c> or <c>ja</c>; for clients.</param>
/// <param name="Theme"><c>light</c>, <c>dark</c> or <c>system</c>; for clients.</param>
/// <param name="EnableNotifications">Whether the ends of batches and videos are told in the account.</param>
/// <param name="EnableSound">For clients.</param>
internal sealed record Preferences(
    string? DefaultAspectRatio = null, string? DefaultResolution = null, string? DefaultProvider = null, string? RoutingStrategy = null,
    string Language = "en", string Theme = "system", bool EnableNotifications = true, bool EnableSound = false);

/// <summary>Which providers an account wants to be served by.</summary>
/// <param name="Providers">Those it has a word on; all others stay as the operator has them.</param>
/// <param name="FallbackEnabled">Whether another provider may be asked when the first cannot.</param>
internal sealed record ProviderPreferences(IReadOnlyList<ProviderPreference>? Providers = null, bool FallbackEnabled = true);

/// <param name="Provider">Its name on the wire.</param>
/// <param name="Enabled">Whether it may be asked at all.</param>
/// <param name="Priority">Under the strategy <c>priority</c>: the lowest goes first, and all that are listed before all that are not.</param>
/// <param name="MaxDailyUsage">Images and videos that it may make in a day, UTC; null for as many as there are.</param>
internal sealed record ProviderPreference(string? Provider, bool Enabled = true, int Priority = 100, int? MaxDailyUsage = null);
