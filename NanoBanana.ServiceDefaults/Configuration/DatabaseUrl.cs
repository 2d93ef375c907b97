using System.Globalization;
using Npgsql;

namespace NanoBanana.ServiceDefaults.Configuration;

/// <summary>Reads <c>postgresql://user:password@host:port/database</c> (also <c>postgresql+asyncpg://</c>) or an Npgsql string.</summary>
public static class DatabaseUrl
{
    /// <param name="text">The value of <c>DATABASE_URL</c>.</param>
    /// <param name="poolSize"><c>DB_POOL_SIZE</c>, connections kept; default 5.</param>
    /// <param name="overflow"><c>DB_MAX_OVERFLOW</c>, connections beyond them; default 10. The sum is the pool's maximum.</param>
    public static string Parse(string text, string? poolSize = null, string? overflow = null)
    {
        var builder = text.Contains("://", StringComparison.Ordinal) ? FromUrl(text) : FromSettings(text);
        if (poolSize is not null || overflow is not null)
            builder.MaxPoolSize = Number(poolSize, 5) + Number(overflow, 10);
        return builder.ConnectionString;
    }

    private static NpgsqlConnectionStringBuilder FromSettings(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (ArgumentException exception)
        {
            throw new FormatException("DATABASE_URL is not a Postgres connection string.", exception);
        }
    }

    private static NpgsqlConnectionStringBuilder FromUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || !url.Scheme.StartsWith("postgres", StringComparison.Ordinal))
            throw new FormatException("DATABASE_URL is not a postgresql:// address nor an Npgsql connection string.");
        var user = url.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Port = url.Port > 0 ? url.Port : NpgsqlConnection.DefaultPort,
            Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')),
            Username = Uri.UnescapeDataString(user[0]),
        };
        if (user.Length == 2)
            builder.Password = Uri.UnescapeDataString(user[1]);
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (pair.Split('=', 2) is ["sslmode", var mode])
                builder.SslMode = Enum.Parse<SslMode>(mode.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
        }

        return builder;
    }

    private static int Number(string? text, int defaultValue) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : defaultValue;
}
