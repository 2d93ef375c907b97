using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using NanoBanana.Gateway.Admin;
using NanoBanana.Gateway.Credentials;
using NanoBanana.Gateway.Docs;
using NanoBanana.Gateway.Health;
using NanoBanana.Gateway.Info;
using NanoBanana.Gateway.Limits;
using NanoBanana.Gateway.Proxy;
using NanoBanana.Gateway.Redis;
using NanoBanana.Gateway.Web;
using NanoBanana.ServiceDefaults.Http;
using NanoBanana.ServiceDefaults.Json;
using NanoBanana.ServiceDefaults.Redis;
using Yarp.ReverseProxy.Health;

namespace NanoBanana.Gateway;

/// <summary>The gateway's whole public surface: what a host adds and maps.</summary>
public static class GatewayServiceExtensions
{
    public static void AddGatewayService(this WebApplicationBuilder builder)
    {
        builder.Configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "gateway.routes.json"), optional: false);
        builder.Configuration.AddInMemoryCollection(ServiceAddresses.Destinations(builder.Configuration));
        builder.AddRedisClient("redis");
        builder.AddInternalClient<KeysClient>("keys", "gateway");
        builder.AddInternalClient<IdentityClient>("identity", "gateway");
        builder.AddInternalClient<BillingClient>("billing", "gateway");
        builder.AddInternalClient<KeysSystem>("keys", "gateway");
        builder.AddInternalClient<IdentitySystem>("identity", "gateway");
        builder.AddInternalClient<BillingSystem>("billing", "gateway");
        builder.AddInternalClient<GenerationSystem>("generation", "gateway");
        builder.AddEdgeCors();

        // It would warn each second of a process that is away, which the first warning of the health policy has told.
        builder.Logging.AddFilter("Yarp.ReverseProxy.Health.ActiveHealthCheckMonitor", LogLevel.Error);

        var services = builder.Services;
        services.AddJson(GatewayJsonContext.Default);
        services.AddOptions<GatewayOptions>().BindConfiguration(GatewayOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptions.Validator>();
        services.AddOptions<SecretKeyOptions>().BindConfiguration(SecretKeyOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHttpClient(ServiceProbe.HttpClient, static client =>
        {
            client.Timeout = ServiceProbe.Patience;
            client.MaxResponseContentBufferSize = ServiceProbe.MaxAnswerBytes;
        }).RemoveAllLoggers();
        services.AddSingleton<ServiceProbe>();
        services.AddSingleton<RedisProbe>();
        services.AddSingleton<SystemProbe>();
        ServiceHealthCheck.AddTo(services);
        services.AddHttpClient(MergedDocument.HttpClient).RemoveAllLoggers();

        services.AddSingleton<GatewayMetrics>();
        services.AddSingleton<Uptime>();
        services.AddSingleton<RequestMeter>();
        services.AddSingleton<MachineProbe>();
        services.AddTransient<SystemClient>();
        services.AddSingleton<RedisWatch>();
        services.AddHostedService(static provider => provider.GetRequiredService<RedisWatch>());
        services.AddSingleton<RedisWindows>();
        services.AddSingleton<LocalWindows>();
        services.AddSingleton<RateLimiter>();
        services.AddSingleton<CredentialVerifier>();
        services.AddSingleton<CredentialCache>();
        services.AddSingleton<KeyUseReporter>();
        services.AddHostedService(static provider => provider.GetRequiredService<KeyUseReporter>());
        services.AddSingleton<MergedDocument>();
        services.Configure<TransportFailureRateHealthPolicyOptions>(ServiceAddresses.DetectQuickly);
        services.AddReverseProxy()
            .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
            .AddConfigFilter<RouteRulesValidator>()
            .AddTransforms<PrincipalTransform>()
            .AddTransforms<FarewellTransform>();
        RemoveKeyFiles(services);
    }

    public static void MapGatewayEndpoints(this WebApplication app)
    {
        // Counts from here.
        _ = app.Services.GetRequiredService<Uptime>();
        app.UseMiddleware<RequestMeterMiddleware>();
        UseTrustedProxies(app);
        app.UseSecurityHeaders();
        app.UseCors();

        app.UseOwnRules();
        HealthEndpoints.Map(app);
        SystemEndpoints.Map(app);
        InfoEndpoints.Map(app);
        DocsEndpoints.Map(app);
        app.MapReverseProxy(static proxy =>
        {
            proxy.UseMiddleware<CredentialMiddleware>();
            proxy.UseMiddleware<LimitMiddleware>();
            proxy.UseMiddleware<OutageMiddleware>();
            proxy.UseMiddleware<AnotherDestinationMiddleware>();
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
    }

    /// <summary>The proxy brings data protection for session affinity, which is not used; at start it would write key files nobody asked for.</summary>
    private static void RemoveKeyFiles(IServiceCollection services)
    {
        foreach (var service in services.Where(static service => service.ImplementationType?.Name == "DataProtectionHostedService").ToList())
            services.Remove(service);
    }

    private static void UseTrustedProxies(WebApplication app)
    {
        var networks = GatewayOptions.Split(app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.TrustedProxies).ToList();
        if (networks.Count == 0)
            return;
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks)
            options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        app.UseForwardedHeaders(options);
    }
}
