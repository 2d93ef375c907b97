using System.Text.Json;

namespace NanoBanana.Contracts.Admin;

/// <summary>A service's database. <c>GET /internal/system/database</c> of every service.</summary>
/// <param name="Version">Of the server.</param>
/// <param name="SizeBytes">On disk, indexes included.</param>
/// <param name="Connections">To this database, of everybody.</param>
/// <param name="MaxConnections">Of the whole server.</param>
public sealed record DatabaseFigures(string Version, long SizeBytes, int Connections, int MaxConnections);

/// <summary>Where images are kept. <c>GET /internal/system/storage</c> of Generation.</summary>
/// <param name="Backend"><c>s3</c>, <c>local</c> or <c>none</c>.</param>
/// <param name="Writable">Whether it takes images now.</param>
/// <param name="Images">How many there are, as the database's statistics estimate it: nothing is counted.</param>
/// <param name="FreeBytes">Of the disk that a local folder lies on; null of others.</param>
/// <param name="TotalBytes">The same.</param>
public sealed record StorageFigures(string Backend, bool Writable, long Images, long? FreeBytes, long? TotalBytes);

/// <summary>One thing that an operator did. <c>GET /internal/system/audit?limit=</c> of the services that have operators, newest first.</summary>
/// <param name="Id">Ascending, of one service.</param>
/// <param name="Service">Where it was noted.</param>
/// <param name="KeyId">The master key that was used; null of an admin who signed in.</param>
/// <param name="Detail">The values that were set.</param>
/// <param name="Outcome"><c>asked</c>, <c>done</c> or <c>failed</c>.</param>
public sealed record AuditLine(
    long Id, string Service, DateTimeOffset At, Guid ActorId, Guid? KeyId, string Action, string Target, string? Reason, JsonElement Detail, string Outcome)
{
    /// <summary>Of one page.</summary>
    public const int MaxLimit = 100;
}
