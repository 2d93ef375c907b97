using NanoBanana.ServiceDefaults.Http;

namespace NanoBanana.Identity.Bans;

/// <summary>Registers what bans accounts and tells Keys of it.</summary>
internal static class BanExtensions
{
    public static void AddBans(this WebApplicationBuilder builder)
    {
        builder.AddInternalClient<KeysClient>("keys", "identity");
        builder.Services.AddSingleton<Func<KeysClient>>(static provider => provider.GetRequiredService<KeysClient>);
        builder.Services.AddSingleton<BanStore>();
        builder.Services.AddSingleton<BanDispatcher>();
        builder.Services.AddHostedService(static provider => provider.GetRequiredService<BanDispatcher>());
    }
}
