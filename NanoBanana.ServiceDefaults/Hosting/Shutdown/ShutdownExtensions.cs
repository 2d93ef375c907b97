using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace NanoBanana.ServiceDefaults.Hosting;

/// <summary>What makes a process stop without failing anybody.</summary>
internal static class ShutdownExtensions
{
    public static void AddShutdown(this IServiceCollection services)
    {
        services.AddOptions<ShutdownOptions>().BindConfiguration(ShutdownOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<HostOptions>().Configure<IOptions<ShutdownOptions>>(static (host, shutdown) => host.ShutdownTimeout = shutdown.Value.Drain);
        services.AddSingleton<Draining>();
    }

    /// <summary>
    /// Tells clients of a process that stops to come by a new connection, which leads them to another. Kestrel says so itself only once it
    /// has closed its listener. HTTP/2 has no such header, and an upgraded connection none to close.
    /// </summary>
    public static void UseShutdown(this WebApplication app)
    {
        var draining = app.Services.GetRequiredService<Draining>();
        app.Use((context, next) =>
        {
            if (draining.HasBegun && HttpProtocol.IsHttp11(context.Request.Protocol) && !context.Request.Headers.ContainsKey("Upgrade"))
                context.Response.Headers.Connection = "close";
            return next(context);
        });
    }
}
