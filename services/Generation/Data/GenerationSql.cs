namespace NanoBanana.Generation.Data;

/// <summary>The functions and triggers in Data/Sql, as a migration runs them.</summary>
internal static class GenerationSql
{
    public static string Read(string name)
    {
        using var stream = typeof(GenerationSql).Assembly.GetManifestResourceStream(name + ".sql")
            ?? throw new InvalidOperationException($"Data/Sql/{name}.sql is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
