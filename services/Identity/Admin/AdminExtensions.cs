using NanoBanana.Identity.Announcements;
using NanoBanana.Identity.Api.Lab.Admin;
using NanoBanana.Identity.Data;
using NanoBanana.ServiceDefaults.Audit;
using NanoBanana.ServiceDefaults.Http;
using Npgsql;

namespace NanoBanana.Identity.Admin;

/// <summary>Registers what operators use.</summary>
internal static class AdminExtensions
{
    public static void AddAdmin(this WebApplicationBuilder builder)
    {
        builder.AddInternalClient<AccountsClient>("billing", "identity");
        builder.AddInternalClient<QuotaClient>("generation", "identity");
        builder.Services.AddSingleton(static provider => new AuditLog(provider.GetRequiredService<NpgsqlDataSource>(), IdentityDbContext.Schema));
        builder.Services.AddSingleton(static provider => new AuditPages(provider.GetRequiredService<NpgsqlDataSource>(), IdentityDbContext.Schema));
        builder.Services.AddSingleton<AnnouncementStore>();
        builder.Services.AddSingleton<AnnouncementPages>();
        builder.Services.AddSingleton<BroadcastStore>();
        builder.Services.AddSingleton<AnnouncementDelivery>();
        builder.Services.AddHostedService(static provider => provider.GetRequiredService<AnnouncementDelivery>());
        builder.Services.AddSingleton<UserPages>();
        builder.Services.AddTransient<UserAccounts>();
        builder.Services.AddSingleton<AdminUserId>();
    }
}
