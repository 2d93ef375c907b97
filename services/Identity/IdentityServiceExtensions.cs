using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NanoBanana.Identity.Admin;
using NanoBanana.Identity.Api.Lab;
using NanoBanana.Identity.Api.Lab.Admin;
using NanoBanana.Identity.Api.V1;
using NanoBanana.Identity.Bans;
using NanoBanana.Identity.Data;
using NanoBanana.Identity.Erasures;
using NanoBanana.Identity.GitHub;
using NanoBanana.Identity.Internal;
using NanoBanana.Identity.Notifications;
using NanoBanana.Identity.Passwords;
using NanoBanana.Identity.Tokens;
using NanoBanana.Identity.Users;
using NanoBanana.ServiceDefaults.Data;
using NanoBanana.ServiceDefaults.Hosting;
using NanoBanana.ServiceDefaults.Json;
using NanoBanana.ServiceDefaults.Redis;
using TokenOptions = NanoBanana.Identity.Tokens.TokenOptions;

namespace NanoBanana.Identity;

/// <summary>The service's whole public surface: what a host adds and maps.</summary>
public static class IdentityServiceExtensions
{
    public static void AddIdentityService(this WebApplicationBuilder builder)
    {
        builder.AddNpgsqlDbContext<IdentityDbContext>("identitydb");
        builder.AddRedisClient("redis");
        builder.Services
            .AddInvalidationPublisher()
            .AddJson(IdentityJsonContext.Default)
            .AddSingleton<IdentityMetrics>();
        AddUsers(builder.Services);
        AddTokens(builder.Services);
        builder.Services.AddGitHub();
        builder.Services.AddNotifications();
        builder.AddAdmin();
        builder.AddBans();
        builder.AddErasures();
    }

    public static void MapIdentityEndpoints(this WebApplication app)
    {
        app.MapV1Auth();
        app.MapV1Account();
        app.MapLabAuth();
        app.MapNotifications();
        app.MapAdmin();
        app.MapInternal();
        app.MapSystemDatabase();
        app.MapSystemAudit();
    }

    private static void AddUsers(IServiceCollection services)
    {
        services.AddOptions<PasswordHashingOptions>()
            .BindConfiguration(PasswordHashingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<PasswordHasherOptions>().Configure<IOptions<PasswordHashingOptions>>(
            static (hasher, ours) => hasher.IterationCount = ours.Value.Iterations);
        services.AddOptions<AdminOptions>().BindConfiguration(AdminOptions.Section);
        services
            .AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>()
            .AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>()
            .AddSingleton<PasswordHashing>()
            .AddSingleton<Admins>();
        services.AddIdentityCore<User>(static options =>
        {
            options.User.RequireUniqueEmail = true;
            options.Lockout.AllowedForNewUsers = false;
        }).AddEntityFrameworkStores<IdentityDbContext>();
    }

    private static void AddTokens(IServiceCollection services)
    {
        services.AddOptions<TokenOptions>().BindConfiguration(TokenOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services
            .AddSingleton<IValidateOptions<TokenOptions>, TokenOptionsValidator>()
            .AddSingleton<AccessTokens>()
            .AddSingleton<TokenIntrospector>()
            .AddSingleton<RevokedTokens>()
            .AddHostedService<RevokedTokenSweep>();
    }
}
