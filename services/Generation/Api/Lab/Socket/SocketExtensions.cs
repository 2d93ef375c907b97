using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Socket;

/// <summary>Registers and maps the WebSocket.</summary>
internal static class SocketExtensions
{
    public static void AddLabSocket(this IServiceCollection services)
    {
        services.AddSingleton<TaskReader>();
        services.AddSingleton<SocketGenerate>();
        services.AddSingleton<AccountPushes>();
        services.AddHostedService(static provider => provider.GetRequiredService<AccountPushes>());
        services.AddSingleton<QuotaPushes>();
        services.AddHostedService<DayTurn>();
        services.AddSingleton<LabSocket>();
    }

    /// <summary>No API document can describe it: docs/events.md does.</summary>
    public static void MapLabSocket(this WebApplication app)
    {
        app.UseWebSockets();
        app.MapGet("/api/ws", LabSocket.HandleAsync).AllowAnyPrincipal().ExcludeFromDescription();
    }
}
