using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NanoBanana.ServiceDefaults.Data;
using NanoBanana.ServiceDefaults.Http;
using Npgsql;

namespace NanoBanana.ServiceDefaults.Hosting;

/// <summary>Runs a service and turns what stops it from starting into lines that say what to change.</summary>
public static class ServiceHost
{
    /// <summary>The exit code of a start that failed by its configuration (EX_CONFIG of sysexits.h).</summary>
    public const int ConfigurationExitCode = 78;

    /// <summary>One service: the defaults, then what is its own. Its Program, Standalone and the tests all compose it here.</summary>
    /// <param name="name">Lower case: <c>keys</c>. Names its telemetry and its API document.</param>
    /// <param name="add">The service's <c>Add{Name}Service</c>.</param>
    /// <param name="map">The service's <c>Map{Name}Endpoints</c>.</param>
    /// <param name="args">Command line settings (<c>--key value</c>).</param>
    /// <param name="configure">What the host changes before anything reads the configuration.</param>
    /// <param name="isEdge">The gateway: it makes principals instead of demanding them, and has health answers of its own.</param>
    public static WebApplication Build(
        string name, Action<WebApplicationBuilder> add, Action<WebApplication> map, string[] args,
        Action<WebApplicationBuilder>? configure = null, bool isEdge = false)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Watching settings files would cost a thread and a handle each; settings change with a restart.
            Args = [.. args, "--hostBuilder:reloadConfigOnChange=false"],
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = EnvironmentName.Current,
        });
        configure?.Invoke(builder);
        builder.AddServiceDefaults(name);
        add(builder);
        var app = builder.Build();

        // Before the host starts, which would log each fault with a stack trace that tells an operator nothing.
        app.Services.GetService<IStartupValidator>()?.Validate();
        if (isEdge)
        {
            app.UseEdgeDefaults();
        }
        else
        {
            app.UseServiceDefaults();
            app.MapDefaultEndpoints();
        }

        map(app);
        return app;
    }

    /// <summary>Builds and runs a service; the result is the process's exit code.</summary>
    public static async Task<int> RunAsync(
        string name, Action<WebApplicationBuilder> add, Action<WebApplication> map, string[] args, bool isEdge = false)
    {
        try
        {
            await using var app = Build(name, add, map, args, static builder => builder.Services.AddSingleton<IHostLifetime, DrainingLifetime>(), isEdge);
            await app.RunAsync();
            return 0;
        }
        catch (Exception exception) when (Explain(exception) is { Count: > 0 } lines)
        {
            foreach (var line in lines)
                await Console.Error.WriteLineAsync("error: " + line);
            return ConfigurationExitCode;
        }
    }

    /// <summary>Data annotations wrap our sentence in the names of our types, which tell an operator nothing.</summary>
    private static string Plain(string failure)
    {
        const string mark = "with the error: '";
        var start = failure.IndexOf(mark, StringComparison.Ordinal);
        return start < 0 ? failure : failure[(start + mark.Length)..].TrimEnd('\'', '.') + ".";
    }

    /// <summary>One line a fault when the exception means that the configuration is wrong; empty otherwise.</summary>
    public static IReadOnlyList<string> Explain(Exception exception) => exception switch
    {
        OptionsValidationException invalid => [.. invalid.Failures.Select(Plain)],
        InvalidOperationException { Message: var text } when text.StartsWith("Failed to convert configuration value", StringComparison.Ordinal) => [text],

        // So EF says that trying again might help.
        InvalidOperationException { InnerException: NpgsqlException cause } => Explain(cause),
        AggregateException several => [.. several.InnerExceptions.SelectMany(Explain)],
        MissingConnectionException or MissingServiceException or FormatException => [exception.Message],
        PostgresException refused => [$"Postgres refused the connection: {refused.MessageText}. Check DATABASE_URL (or ConnectionStrings)."],
        NpgsqlException unreachable => [$"Postgres does not answer: {unreachable.Message}. Check DATABASE_URL (or ConnectionStrings)."],
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } =>
            [exception.Message.TrimEnd('.') + ": stop what uses it or set another port."],
        _ => [],
    };
}
