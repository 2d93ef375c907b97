using System.Reflection;

namespace NanoBanana.ServiceDefaults.Data;

/// <summary>SQL files that a service embeds, functions and triggers among them, as its migrations run them.</summary>
public static class EmbeddedSql
{
    /// <param name="assembly">The service's.</param>
    /// <param name="name">Of the file, without its ending.</param>
    public static string Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name + ".sql")
            ?? throw new InvalidOperationException($"{name}.sql is not embedded in {assembly.GetName().Name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
