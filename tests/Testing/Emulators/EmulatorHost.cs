using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace NanoBanana.Testing.Emulators;

/// <summary>A Kestrel server of loopback that records what it is asked, and the switchboard's own addresses.</summary>
public sealed class EmulatorHost : IAsyncDisposable
{
    private const string Admin = "/_emulator";
    private readonly WebApplication _app;

    private EmulatorHost(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>Starts a server whose every request but the switchboard's goes to <paramref name="handler"/> with its whole body.</summary>
    public static async Task<EmulatorHost> StartAsync(
        EmulatorSwitchboard switchboard, string url, Func<HttpContext, ReadOnlyMemory<byte>, Task> handler)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 128 * 1024 * 1024;
            kestrel.Limits.MinResponseDataRate = null;
        });
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            var bytes = body.ToArray();
            if (context.Request.Path.StartsWithSegments(Admin))
            {
                await AdministerAsync(context, switchboard, bytes);
                return;
            }

            switchboard.Record(Describe(context, bytes));
            try
            {
                await handler(context, bytes);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                // The client left.
            }
        });
        await app.StartAsync();
        return new EmulatorHost(app);
    }

    public Task WaitAsync() => _app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static EmulatedRequest Describe(HttpContext context, byte[] body)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var headers = context.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var isJson = context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true;
        return new EmulatedRequest(context.Request.Method, target, headers, isJson ? Encoding.UTF8.GetString(body) : "");
    }

    private static async Task AdministerAsync(HttpContext context, EmulatorSwitchboard switchboard, byte[] body)
    {
        switch (context.Request.Method, context.Request.Path.Value)
        {
            case ("POST", Admin + "/next"):
                using (var order = JsonDocument.Parse(body))
                {
                    var times = order.RootElement.TryGetProperty("times", out var number) ? number.GetInt32() : 1;
                    switchboard.Next(order.RootElement.GetProperty("behaviour").GetString() ?? "ok", times);
                }

                context.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            case ("POST", Admin + "/reset"):
                switchboard.Reset();
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            case ("GET", Admin + "/requests"):
                await context.Response.WriteAsJsonAsync(new { count = switchboard.Count, rejected = switchboard.Rejected, requests = switchboard.Requests });
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }
}
