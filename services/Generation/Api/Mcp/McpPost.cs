using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Mcp;

/// <summary>
/// One message of the Model Context Protocol by streamable HTTP. There are no sessions: each message is answered by a server of its own, in whichever process it reaches,
/// and nothing is sent to a client that it did not ask for.
/// </summary>
internal static class McpPost
{
    private const string Instructions = "Makes and edits images. Images stay available at their addresses; jobs that take long are looked up with get_job.";
    private static readonly string Version = typeof(McpPost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
    private static readonly JsonTypeInfo<JsonRpcMessage> Messages = (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    public static async Task<IResult> HandleAsync(Caller caller, HttpContext http, McpTools tools, CancellationToken cancellationToken)
    {
        if (!http.Request.HasJsonContentType())
            return (FailureResult)ErrorCodes.UnsupportedMediaType;
        if (await ReadAsync(http, cancellationToken) is not { } message)
            return (FailureResult)ErrorCodes.MalformedRequest;
        var response = http.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";

        // Before the call: the transport sends headers as soon as it has a message to answer.
        if (!tools.Makes(message))
            response.Headers[FailureWriter.CountedHeader] = "false";

        // It would log messages, in which prompts stand.
        await using var transport = new StreamableHttpServerTransport(NullLoggerFactory.Instance) { Stateless = true };
        await using var server = McpServer.Create(transport, OptionsOf(caller, http, tools), NullLoggerFactory.Instance, http.RequestServices);
        var running = server.RunAsync(cancellationToken);
        var isAnswered = await transport.HandlePostRequestAsync(message, response.Body, cancellationToken);
        await transport.DisposeAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (isAnswered)
            return Results.Empty;
        response.ContentType = null;
        return Results.Accepted();
    }

    private static async Task<JsonRpcMessage?> ReadAsync(HttpContext http, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, Messages, cancellationToken);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static McpServerOptions OptionsOf(Caller caller, HttpContext http, McpTools tools) => new()
    {
        ServerInfo = new Implementation { Name = "nanobanana", Title = "NanoBanana", Version = Version },
        ServerInstructions = Instructions,
        Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
        Handlers = new McpServerHandlers
        {
            ListToolsHandler = (_, _) => ValueTask.FromResult(tools.List),
            CallToolHandler = (context, token) => tools.CallAsync(context, caller.Principal, http, token),
        },
    };
}
