using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Keys.Data;

/// <summary>The functions and triggers in Data/Sql, as a migration runs them.</summary>
internal static class KeysSql
{
    public static string Read(string name) => EmbeddedSql.Read(typeof(KeysSql).Assembly, name);
}
