using ModelContextProtocol.Protocol;

namespace NanoBanana.Generation.Api.Mcp;

/// <summary>Something that a language model may do.</summary>
internal interface IMcpTool
{
    /// <summary>As models are told of it.</summary>
    Tool Definition { get; }

    /// <summary>Whether it makes images, and so counts into the key's hour.</summary>
    bool Makes { get; }

    Task<CallToolResult> RunAsync(McpCall call, CancellationToken cancellationToken);
}
