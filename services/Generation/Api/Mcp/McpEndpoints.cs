using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Inputs;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Mcp;

/// <summary>The route <c>/mcp</c>, and what it needs.</summary>
internal static class McpEndpoints
{
    // An image of 20 MiB in base64, and its mask.
    private const long MaxBody = 29_000_000;

    public static void AddMcpTools(this IServiceCollection services)
    {
        services.AddSingleton<McpImages>();
        services.AddSingleton<IMcpTool, GenerateImageTool>();
        services.AddSingleton<IMcpTool, EditImageTool>();
        services.AddSingleton<IMcpTool, GetJobTool>();
        services.AddSingleton<IMcpTool, ListModelsTool>();
        services.AddSingleton<McpTools>();
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/mcp", McpPost.HandleAsync).RequireKey()
        .WithName("Mcp").WithTags("MCP").WithSummary("Takes a message of the Model Context Protocol (streamable HTTP, without sessions) and answers it.")
        .TakesLargeJson(MaxBody)
        .Produces(StatusCodes.Status200OK, typeof(void), "text/event-stream").Produces(StatusCodes.Status202Accepted)
        .Fails(WireFamily.Ours, ErrorCodes.MissingKey, ErrorCodes.MalformedRequest, ErrorCodes.RateLimited, ErrorCodes.PayloadTooLarge, ErrorCodes.UnsupportedMediaType);
}
