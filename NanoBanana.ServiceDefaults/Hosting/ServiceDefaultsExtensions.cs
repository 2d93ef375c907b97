using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.OpenApi;
using NanoBanana.ServiceDefaults.Configuration;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Json;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Telemetry;
using NanoBanana.ServiceDefaults.Time;

namespace NanoBanana.ServiceDefaults.Hosting;

/// <summary>What every service has in common. A service adds its own on top with <c>Add{Name}Service</c>.</summary>
public static class ServiceDefaultsExtensions
{
    private const long ReadAhead = 64 * 1024;

    /// <summary>Variables of the systems replaced, telemetry, the clock, health, JSON, errors and principals.</summary>
    public static void AddServiceDefaults(this WebApplicationBuilder builder, string serviceName)
    {
        builder.Configuration.AddLegacyVariables();
        builder.AddTelemetry(serviceName);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);

        // What fails is thrown as well, and logged once where it is handled: a lost race for an e-mail address is no error at all.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Update", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None);
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning);
        builder.Logging.AddFilter("Yarp", LogLevel.Warning);
        CallersWords.KeepOut(builder.Services);
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;

            // A megabyte of each body is read ahead otherwise: of five hundred uploads half a gigabyte that nobody has asked for yet.
            kestrel.Limits.MaxRequestBufferSize = ReadAhead;
        });
        builder.Services.Configure<SocketTransportOptions>(static sockets => sockets.MaxReadBufferSize = ReadAhead);

        var services = builder.Services;
        services.AddSharedClock();
        services.AddHealthChecks();
        services.AddShutdown();
        services.AddJsonDefaults();
        services.AddExceptionHandler<FailureExceptionHandler>();
        services.Configure<RouteHandlerOptions>(static options => options.ThrowOnBadRequest = true);
        services.AddOptions<InternalTokenOptions>().BindConfiguration(InternalTokenOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<InternalTokens>();
        services.AddOpenApi(serviceName, static options => options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1);
    }

    /// <summary>The pipeline around a service's endpoints, outermost first.</summary>
    public static void UseServiceDefaults(this WebApplication app)
    {
        app.UseEdgeDefaults();
        app.UseRouting();
        app.UseMiddleware<PrincipalMiddleware>();
        app.UseMiddleware<CharsetMiddleware>();
    }

    /// <summary>The outermost part, which the gateway has as well: request ids and errors in their family's shape.</summary>
    public static void UseEdgeDefaults(this WebApplication app)
    {
        app.UseRequestSpans();
        app.UseShutdown();
        app.UseRequestId();
        app.UseExceptionHandler(static _ => { });
        app.UseRoutingFailures();
    }

    /// <summary><c>/health</c> (ready to serve: every dependency), <c>/alive</c> (the process runs) and <c>/openapi/{service}.json</c>.</summary>
    public static void MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks("/health", HealthReport.Options).WithoutPrincipal();
        app.MapHealthChecks("/alive", new() { Predicate = static _ => false }).WithoutPrincipal();
        app.MapOpenApi("/openapi/{documentName}.json").WithoutPrincipal();
    }
}
