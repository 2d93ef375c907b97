namespace NanoBanana.Generation.Settings;

/// <summary>Registers what accounts set.</summary>
internal static class SettingsExtensions
{
    public static void AddAccountSettings(this IServiceCollection services)
    {
        services.AddSingleton<LabWebhook>();
        services.AddSingleton<SettingsStore>();
        services.AddSingleton<WishesReader>();
    }
}
