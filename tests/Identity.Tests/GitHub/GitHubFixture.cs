using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NanoBanana.Identity.Data;
using NanoBanana.Testing.Emulators;
using Npgsql;

namespace NanoBanana.Identity.Tests.GitHub;

/// <summary>The service, set up to sign people in with an emulated GitHub.</summary>
public sealed class GitHubFixture : IAsyncLifetime
{
    public const string RedirectUri = "http://localhost:3001/auth/callback";
    public const string OtherOrigin = "https://studio.example";
    private TestService? _service;

    public GitHubEmulator Emulator { get; private set; } = null!;

    public string Database { get; private set; } = "";

    public MemoryLogs Logs { get; } = new();

    public TestService Service => _service ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        Emulator = await GitHubEmulator.StartAsync();
        Database = await TestDatabase.CreateAsync<IdentityDbContext>();
        _service = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await (_service?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Emulator.DisposeAsync();
        Logs.Dispose();
    }

    /// <summary>Another one on the same database.</summary>
    public async Task<TestService> StartAsync(params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["ConnectionStrings:identitydb"] = Database,
            ["ConnectionStrings:redis"] = await TestServers.Redis,
            ["AUTH_ENABLED"] = "true",
            ["GITHUB_CLIENT_ID"] = GitHubEmulator.DefaultClientId,
            ["GITHUB_CLIENT_SECRET"] = GitHubEmulator.DefaultClientSecret,
            ["GITHUB_REDIRECT_URI"] = RedirectUri,
            ["GITHUB_OAUTH_BASE_URL"] = Emulator.Address.ToString(),
            ["GITHUB_API_BASE_URL"] = Emulator.Address.ToString(),
            ["GitHub:TimeoutSeconds"] = "2",
            ["CORS_ORIGINS"] = $"*,{OtherOrigin}/",
            ["ADMIN_GITHUB_LOGINS"] = " Octo-Operator , somebody",
            ["Logging:LogLevel:Default"] = "Trace",
            ["Logging:Console:LogLevel:Default"] = "Warning",
        };
        foreach (var (key, value) in settings)
            all[key] = value;
        return await TestService.StartAsync(
            "identity", static builder => builder.AddIdentityService(), static app => app.MapIdentityEndpoints(), all,
            services => services.AddLogging(logging => logging.AddProvider(Logs)));
    }

    public async Task<object?> QueryAsync(string sql, params object[] values)
    {
        await using var source = NpgsqlDataSource.Create(Database);
        await using var command = source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteScalarAsync();
    }
}
