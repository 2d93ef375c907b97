using NanoBanana.Billing.Accounts;
using NanoBanana.Billing.Analytics;
using NanoBanana.Billing.Api.Lab;
using NanoBanana.Billing.Api.V1;
using NanoBanana.Billing.Data;
using NanoBanana.Billing.Holds;
using NanoBanana.Billing.Keys;
using NanoBanana.Billing.Ledger;
using NanoBanana.Billing.Prices;
using NanoBanana.ServiceDefaults.Accounts;
using NanoBanana.ServiceDefaults.Data;
using NanoBanana.ServiceDefaults.Hosting;
using NanoBanana.ServiceDefaults.Http;
using NanoBanana.ServiceDefaults.Json;
using NanoBanana.ServiceDefaults.Redis;
using Npgsql;

namespace NanoBanana.Billing;

/// <summary>The service's whole public surface: what a host adds and maps.</summary>
public static class BillingServiceExtensions
{
    public static void AddBillingService(this WebApplicationBuilder builder)
    {
        builder.AddNpgsqlDbContext<BillingDbContext>("billingdb");
        builder.AddRedisClient("redis");
        builder.AddInternalClient<KeysClient>("keys", "billing");
        builder.Services.AddJson(BillingJsonContext.Default);
        builder.Services.AddSingleton<BillingMetrics>();
        builder.Services.AddSingleton<HoldLedger>();
        builder.Services.AddSingleton<AccountLedger>();
        builder.Services.AddSingleton(static provider => new AccountExport(provider.GetRequiredService<NpgsqlDataSource>(), ExportAccount.Sections));
        builder.Services.AddSingleton<LedgerAudit>();
        builder.Services.AddSingleton<FiguresReader>();
        builder.Services.AddInvalidationPublisher();
        builder.Services.AddSingleton<TierChanges>();
        builder.Services.AddHostedService<OpenHoldsMonitor>();
    }

    public static void MapBillingEndpoints(this WebApplication app)
    {
        app.MapHolds();
        app.MapAccounts();
        app.MapPrices();
        app.MapUsage();
        app.MapAnalytics();
        app.MapSystemDatabase();
    }
}
