using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Identity.Data;

/// <summary>The functions and triggers in Data/Sql, as a migration runs them.</summary>
internal static class IdentitySql
{
    public static string Read(string name) => EmbeddedSql.Read(typeof(IdentitySql).Assembly, name);
}
