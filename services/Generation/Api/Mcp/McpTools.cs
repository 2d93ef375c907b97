using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Mcp;

/// <summary>The tools by name. Whatever becomes of a call is its answer: a failure is told with our code, and no cause leaves the process.</summary>
internal sealed partial class McpTools(IEnumerable<IMcpTool> tools, ILogger<McpTools> logger)
{
    private readonly Dictionary<string, IMcpTool> _byName = tools.ToDictionary(static tool => tool.Definition.Name, StringComparer.Ordinal);

    public ListToolsResult List => new() { Tools = [.. _byName.Values.Select(static tool => tool.Definition)] };

    /// <summary>Whether a message asks for an image to be made, and so counts into the key's hour.</summary>
    public bool Makes(JsonRpcMessage message) =>
        message is JsonRpcRequest { Method: "tools/call", Params: JsonObject asked } && asked["name"] is JsonValue text && text.TryGetValue(out string? name)
        && _byName.TryGetValue(name, out var tool) && tool.Makes;

    public async ValueTask<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> context, Principal caller, HttpContext http, CancellationToken cancellationToken)
    {
        if (!_byName.TryGetValue(context.Params?.Name ?? "", out var tool))
            throw new McpProtocolException("There is no such tool", McpErrorCode.InvalidParams);
        var call = new McpCall(context, caller, http);
        try
        {
            return await tool.RunAsync(call, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return McpAnswers.Failed(Translate(exception, tool.Definition.Name));
        }
    }

    private ApiFailure Translate(Exception exception, string tool)
    {
        if (exception is Storage.ImageStoreException)
            return new ApiFailure(ErrorCodes.StorageUnavailable);
        if (DependencyOutage.Find(exception) is { } outage)
        {
            Log.DependencyFailed(logger, outage, tool, exception);
            return new ApiFailure(ErrorCodes.ServiceUnavailable);
        }

        Log.Failed(logger, tool, exception);
        return new ApiFailure(ErrorCodes.Internal);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3730, Level = LogLevel.Error, Message = "The tool {Tool} failed.")]
        public static partial void Failed(ILogger logger, string tool, Exception exception);

        [LoggerMessage(EventId = 3731, Level = LogLevel.Warning, Message = "{Dependency} did not answer the tool {Tool}.")]
        public static partial void DependencyFailed(ILogger logger, string dependency, string tool, Exception exception);
    }
}
