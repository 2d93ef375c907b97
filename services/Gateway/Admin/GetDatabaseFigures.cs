using NanoBanana.Contracts.Admin;
using NanoBanana.Gateway.Health;
using NanoBanana.Gateway.Proxy;

namespace NanoBanana.Gateway.Admin;

/// <param name="Databases">One of each service; several may be the same one.</param>
internal sealed record DatabaseListView(IReadOnlyList<DatabaseFiguresView> Databases);

/// <param name="Service">Whose it is.</param>
/// <param name="Status"><c>healthy</c>, or <c>unavailable</c> when database or service do not answer; all that follows is null then.</param>
/// <param name="SizeBytes">On disk, indexes included.</param>
/// <param name="Connections">To this database, of everybody.</param>
/// <param name="MaxConnections">Of the whole server.</param>
internal sealed record DatabaseFiguresView(string Service, string Status, string? Version, long? SizeBytes, int? Connections, int? MaxConnections);

internal static class GetDatabaseFigures
{
    public static async Task<DatabaseListView> HandleAsync(SystemClient system, CancellationToken cancellationToken) =>
        new(await Task.WhenAll(ServiceAddresses.Services.Select(async service => View(service, await system.DatabaseAsync(service, cancellationToken)))));

    private static DatabaseFiguresView View(string service, DatabaseFigures? figures) => figures is null
        ? new DatabaseFiguresView(service, GetSystemStatus.Unavailable, null, null, null, null)
        : new DatabaseFiguresView(service, HealthNames.Healthy, figures.Version, figures.SizeBytes, figures.Connections, figures.MaxConnections);
}
