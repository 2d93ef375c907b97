using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Generation.Data;

/// <summary>The functions and triggers in Data/Sql, as a migration runs them.</summary>
internal static class GenerationSql
{
    public static string Read(string name) => EmbeddedSql.Read(typeof(GenerationSql).Assembly, name);
}
