using Microsoft.Extensions.Options;
using NanoBanana.Keys.Api.Banatie;
using NanoBanana.Keys.Api.Lab;
using NanoBanana.Keys.Api.V1;
using NanoBanana.Keys.ApiKeys;
using NanoBanana.Keys.Bans;
using NanoBanana.Keys.Data;
using NanoBanana.Keys.Erasures;
using NanoBanana.Keys.Internal;
using NanoBanana.ServiceDefaults.Accounts;
using NanoBanana.ServiceDefaults.Audit;
using NanoBanana.ServiceDefaults.Data;
using NanoBanana.ServiceDefaults.Hosting;
using NanoBanana.ServiceDefaults.Json;
using NanoBanana.ServiceDefaults.Redis;
using Npgsql;

namespace NanoBanana.Keys;

/// <summary>The service's whole public surface: what a host adds and maps.</summary>
public static class KeysServiceExtensions
{
    public static void AddKeysService(this WebApplicationBuilder builder)
    {
        builder.AddNpgsqlDbContext<KeysDbContext>("keysdb");
        builder.AddRedisClient("redis");
        builder.Services
            .AddInvalidationPublisher()
            .AddJson(KeysJsonContext.Default)
            .AddSingleton<KeysMetrics>()
            .AddSingleton<KeyVerifier>()
            .AddSingleton<KeyUses>()
            .AddSingleton<AccountBans>()
            .AddSingleton<KeyErasure>()
            .AddSingleton(static provider => new AccountExport(provider.GetRequiredService<NpgsqlDataSource>(), ExportAccount.Sections))
            .AddScoped<KeyIssuer>()
            .AddScoped<KeyRevoker>()
            .AddScoped<OperatorKeys>()
            .AddSingleton<GivenMasterKey>()
            .AddHostedService(static provider => provider.GetRequiredService<GivenMasterKey>())
            .AddSingleton(static provider => new AuditPages(provider.GetRequiredService<NpgsqlDataSource>(), KeysDbContext.Schema))
            .AddSingleton<IValidateOptions<BootstrapOptions>, BootstrapOptions.Validator>()
            .AddOptions<BootstrapOptions>().BindConfiguration(BootstrapOptions.Section).ValidateOnStart();
    }

    public static void MapKeysEndpoints(this WebApplication app)
    {
        app.MapV1Keys();
        app.MapLabKeys();
        app.MapOperatorKeys();
        app.MapInternalKeys();
        app.MapSystemDatabase();
        app.MapSystemAudit();
    }
}
