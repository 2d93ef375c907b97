using Microsoft.Extensions.Configuration;
using NanoBanana.ServiceDefaults.Configuration;
using Npgsql;
using StackExchange.Redis;

namespace NanoBanana.ServiceDefaults.Tests;

/// <summary>The variables of the systems replaced, as their operators have them set.</summary>
public sealed class LegacyVariableTests
{
    [Fact]
    public void TwoNamesForOneThing_Set_TheFirstInTheRowWins()
    {
        var values = Map(("GEMINI_API_KEY", "third"), ("GOOGLE_API_KEY", "second"));
        values["Providers:Google:ApiKey"].ShouldBe("second");
        values.ContainsKey("Tokens:SecretKey").ShouldBeFalse();
    }

    [Fact]
    public void OwnKey_Set_WinsOverTheVariable()
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Tokens:SecretKey"] = "ours", ["SECRET_KEY"] = "theirs" });
        configuration.AddLegacyVariables();
        configuration["Tokens:SecretKey"].ShouldBe("ours");
    }

    [Theory]
    [InlineData("postgresql://me:p%40ss%2F@db.example:6543/banana?sslmode=require", "db.example", 6543, "banana", "me", "p@ss/")]
    [InlineData("postgres://me@db.example/banana", "db.example", 5432, "banana", "me", null)]
    [InlineData("postgresql+asyncpg://me:x@127.0.0.1:1/b", "127.0.0.1", 1, "b", "me", "x")]
    [InlineData("Host=h;Port=2;Database=b;Username=me;Password=x", "h", 2, "b", "me", "x")]
    public void DatabaseUrl_InAnyForm_IsReadForAllFourDatabases(string url, string host, int port, string database, string user, string? password)
    {
        var values = Map(("DATABASE_URL", url), ("DB_POOL_SIZE", "7"), ("DB_MAX_OVERFLOW", "4"));
        foreach (var name in new[] { "identitydb", "keysdb", "generationdb", "billingdb" })
        {
            var settings = new NpgsqlConnectionStringBuilder(values[$"ConnectionStrings:{name}"]);
            (settings.Host, settings.Port, settings.Database, settings.Username, settings.Password, settings.MaxPoolSize)
                .ShouldBe((host, port, database, user, password, 11));
        }
    }

    [Fact]
    public void WrongDatabaseUrl_Read_FailsWithoutRepeatingIt() =>
        Should.Throw<FormatException>(() => Map(("DATABASE_URL", "sqlite://secret.db"))).Message.ShouldNotContain("secret");

    [Theory]
    [InlineData("redis://:p%40ss@cache.example:6380/3", "cache.example", 6380, "p@ss", 3, false)]
    [InlineData("rediss://cache.example", "cache.example", 6379, null, null, true)]
    [InlineData("cache.example:6381,password=x", "cache.example", 6381, "x", null, false)]
    public void RedisUrl_InAnyForm_IsRead(string url, string host, int port, string? password, int? database, bool isTls)
    {
        var options = ConfigurationOptions.Parse(Map(("REDIS_URL", url))["ConnectionStrings:redis"]!);
        options.EndPoints.Single().ToString()!.ShouldContain($"{host}:{port}");
        (options.Password, options.DefaultDatabase, options.Ssl).ShouldBe((password, database, isTls));
    }

    [Fact]
    public void BothOriginVariables_Set_AreMerged() =>
        Map(("CORS_ORIGIN", "https://a.example"), ("CORS_ORIGINS", "https://b.example,https://c.example"))["Cors:Origins"]
            .ShouldBe("https://a.example,https://b.example,https://c.example");

    [Theory]
    [InlineData("DEBUG", "Debug")]
    [InlineData("info", "Information")]
    [InlineData("CRITICAL", "Critical")]
    public void LogLevel_InPythonsWords_IsOurs(string text, string level) => Map(("LOG_LEVEL", text))["Logging:LogLevel:Default"].ShouldBe(level);

    private static Dictionary<string, string?> Map(params (string Name, string Value)[] variables) => LegacyVariables.Map(
        new ConfigurationBuilder().AddInMemoryCollection(variables.Select(static pair => KeyValuePair.Create<string, string?>(pair.Name, pair.Value))).Build());
}
