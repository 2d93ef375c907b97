using System.Globalization;
using StackExchange.Redis;

namespace NanoBanana.ServiceDefaults.Configuration;

/// <summary>Reads <c>redis://:password@host:port/database</c> (<c>rediss://</c> with TLS) or a StackExchange.Redis string.</summary>
public static class RedisUrl
{
    private const int DefaultPort = 6379;

    public static string Parse(string text)
    {
        if (!text.Contains("://", StringComparison.Ordinal))
            return text;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("redis" or "rediss"))
            throw new FormatException("REDIS_URL is not a redis:// address nor a StackExchange.Redis connection string.");
        var options = new ConfigurationOptions { Ssl = url.Scheme == "rediss" };
        options.EndPoints.Add(url.Host, url.Port > 0 ? url.Port : DefaultPort);
        var user = url.UserInfo.Split(':', 2);
        if (user.Length == 2)
            options.Password = Uri.UnescapeDataString(user[1]);
        if (int.TryParse(url.AbsolutePath.Trim('/'), NumberStyles.None, CultureInfo.InvariantCulture, out var database))
            options.DefaultDatabase = database;
        return options.ToString(includePassword: true);
    }
}
