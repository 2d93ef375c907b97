using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using NanoBanana.LocalServers;
using NanoBanana.Migrator;
using NanoBanana.ServiceDefaults.Configuration;

namespace NanoBanana.Standalone;

/// <summary>Starts everything in order, waits for Ctrl-C, and stops it in the opposite order.</summary>
internal static class StandaloneHost
{
    private const int DefaultPort = 8000;

    public static async Task RunAsync(string[] args)
    {
        using var stopping = new CancellationTokenSource();
        using var interrupt = OnSignal(PosixSignal.SIGINT, stopping);
        using var terminate = OnSignal(PosixSignal.SIGTERM, stopping);
        using var hangUp = OnSignal(PosixSignal.SIGHUP, stopping);
        var started = Stopwatch.StartNew();
        var configuration = new ConfigurationManager();
        configuration.AddEnvironmentVariables().AddCommandLine(args);
        configuration.AddLegacyVariables();
        var url = await FreeAddressAsync(configuration);

        using var state = StateFolder.Open(StateFolder.DefaultPath(configuration["NANOBANANA_HOME"]));
        try
        {
            await Banner.StepAsync(state.IsNew ? "Starting Postgres and Redis for the first time ..." : "Starting Postgres and Redis ...");
            await using var servers = await Servers.StartAsync(configuration, state, stopping.Token);
            var settings = Settings(configuration, servers, state);
            configuration.AddInMemoryCollection(settings);
            await Banner.StepAsync("Bringing the databases up to date ...");
            await Migrations.ApplyAsync(configuration, stopping.Token);
            await Banner.StepAsync("Starting the services ...");
            await using var services = await Services.StartAsync(settings, url, stopping.Token);
            var key = state.IsNew ? await DemoAccount.CreateAsync(services, state.Secrets.DemoPassword, stopping.Token) : null;
            await Banner.ReadyAsync(url, state.Path, key, started.Elapsed);

            await Task.Delay(Timeout.Infinite, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Banner.StepAsync("Stopping ...");
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await Banner.StepAsync("Stopped while starting.");
        }
    }

    /// <summary>What all services share, for the keys that nobody set.</summary>
    private static Dictionary<string, string?> Settings(IConfiguration configuration, Servers servers, StateFolder state)
    {
        var settings = new Dictionary<string, string?>(servers.ConnectionStrings, StringComparer.OrdinalIgnoreCase);
        Default("InternalToken:Key", state.Secrets.InternalTokenKey);
        Default("Tokens:SecretKey", state.Secrets.SecretKey);
        Default("Images:SigningKey", state.Secrets.ImageSigningKey);
        Default("Webhooks:EncryptionKey", state.Secrets.WebhookEncryptionKey);
        Default("Storage:LocalPath", state.Images);
        Default("Logging:LogLevel:Default", "Warning");
        return settings;

        void Default(string key, string value)
        {
            if (string.IsNullOrEmpty(configuration[key]))
                settings[key] = value;
        }
    }

    /// <summary>The address of <c>HOST</c> and <c>PORT</c>, tried before anything is started.</summary>
    private static async Task<string> FreeAddressAsync(IConfiguration configuration)
    {
        var portText = configuration["PORT"] is { Length: > 0 } given ? given : DefaultPort.ToString(CultureInfo.InvariantCulture);
        if (!int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65_535)
            throw new LocalServerException($"PORT must be a number from 1 to 65535, not '{portText}'.");
        var host = configuration["HOST"] is { Length: > 0 } name ? name : "127.0.0.1";
        var addresses = await ResolveAsync(host);
        try
        {
            using var listener = new TcpListener(addresses[0], port);
            listener.Start();
        }
        catch (SocketException exception)
        {
            throw new LocalServerException(exception.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? $"Port {port} is in use: stop what listens there, or choose another, such as PORT={port + 1} ./run.sh"
                : $"Nothing can listen on {host}:{port} ({exception.SocketErrorCode}): set HOST and PORT to an address of this machine.");
        }

        return $"http://{(addresses[0].AddressFamily == AddressFamily.InterNetworkV6 ? $"[{addresses[0]}]" : host)}:{port}";
    }

    private static async Task<IPAddress[]> ResolveAsync(string host)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host);
        }
        catch (SocketException)
        {
            throw new LocalServerException($"HOST '{host}' is not an address of this machine: use 127.0.0.1 or 0.0.0.0.");
        }
    }

    private static PosixSignalRegistration OnSignal(PosixSignal signal, CancellationTokenSource stopping) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stopping.Cancel();
        });
}
