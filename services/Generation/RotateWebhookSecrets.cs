using Microsoft.Extensions.Options;
using NanoBanana.Generation.Webhooks;
using NanoBanana.ServiceDefaults.Configuration;
using NanoBanana.ServiceDefaults.Data;
using NanoBanana.ServiceDefaults.Hosting;
using Npgsql;

namespace NanoBanana.Generation;

/// <summary>
/// <c>dotnet NanoBanana.Generation.dll rotate-webhook-secrets</c>: brings the secrets of webhooks under the current key, after which nothing needs the
/// previous one. Exit code 0 when none is left under it, 1 when some are under neither or go on changing, 78 when it cannot look.
/// </summary>
internal static class RotateWebhookSecrets
{
    public const string Command = "rotate-webhook-secrets";

    /// <summary>A walk is repeated for what its owners changed meanwhile; not for ever.</summary>
    private const int MaxWalks = 10;

    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true).AddEnvironmentVariables().AddCommandLine(args);
        builder.Configuration.AddLegacyVariables();
        builder.Services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.Section).ValidateDataAnnotations();
        try
        {
            var connectionString = builder.Configuration.GetConnectionString("generationdb") ?? throw new MissingConnectionException("generationdb", "DATABASE_URL");
            using var app = builder.Build();
            await using var dataSource = NpgsqlDataSource.Create(connectionString);
            return await WalkAsync(new SecretRotation(dataSource, new WebhookSecrets(app.Services.GetRequiredService<IOptions<WebhookOptions>>())), output);
        }
        catch (Exception exception) when (ServiceHost.Explain(exception) is { Count: > 0 } lines)
        {
            foreach (var line in lines)
                await Console.Error.WriteLineAsync("error: " + line);
            return ServiceHost.ConfigurationExitCode;
        }
    }

    private static async Task<int> WalkAsync(SecretRotation rotation, TextWriter output)
    {
        for (var walk = 1; ; walk++)
        {
            var report = await rotation.RunAsync(CancellationToken.None);
            await output.WriteLineAsync(
                $"{report.Webhooks} webhooks: {report.Moved} moved to the current key, {report.Left} left under the previous one, {report.Unreadable} under neither");
            if (report.Left == 0 || walk == MaxWalks)
                return report is { Left: 0, Unreadable: 0 } ? 0 : 1;
        }
    }
}
