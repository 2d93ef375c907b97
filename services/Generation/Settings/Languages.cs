namespace NanoBanana.Generation.Settings;

/// <summary>The languages that clients may be in.</summary>
internal static class Languages
{
    public const string English = "en";

    public static readonly string[] All = [English, "zh-CN", "zh-TW", "ja"];
}
