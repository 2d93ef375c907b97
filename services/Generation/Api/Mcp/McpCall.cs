using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Inputs;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Mcp;

/// <summary>One call of a tool.</summary>
internal sealed class McpCall(RequestContext<CallToolRequestParams> context, Principal caller, HttpContext http)
{
    private const string WrongType = "The value has the wrong type";

    public Principal Caller => caller;

    public HttpContext Http => http;

    /// <summary>All that is wrong with the arguments.</summary>
    public RequestValidation Validation { get; } = new();

    /// <summary>A text; null when it is missing.</summary>
    public string? Text(string name) => Find(name, JsonValueKind.String)?.GetString();

    /// <summary>A whole number; null when it is missing.</summary>
    public long? Number(string name)
    {
        if (Find(name, JsonValueKind.Number) is not { } value)
            return null;
        if (value.TryGetInt64(out var number))
            return number;
        Validation.Add(name, "type_error", WrongType);
        return null;
    }

    /// <summary>An image, decoded from where it stands: as a string it would be twice as large; null when it is missing.</summary>
    public InlineImage? Image(string name)
    {
        if (Find(name, JsonValueKind.String) is not { } value)
            return null;
        var text = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        return InlineImageConverter.Of(text.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(value.GetString()!) : text);
    }

    /// <summary>What repeats name: an argument, since who calls a tool seldom chooses headers.</summary>
    public string? IdempotencyKey()
    {
        const string name = "idempotency_key";
        var key = Text(name);
        if (key is not null && !IdempotencyHeader.IsKey(key))
            Validation.Add(name, "value_error", IdempotencyHeader.FaultOf(name));
        return key;
    }

    /// <summary>Lets go of the arguments, once they have been read: they may be many megabytes, and the call may wait for its image for minutes.</summary>
    public void Forget()
    {
        context.Params!.Arguments = null;
        context.JsonRpcRequest.Params = null;
    }

    private JsonElement? Find(string name, JsonValueKind kind)
    {
        if (context.Params?.Arguments is not { } arguments || !arguments.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == kind)
            return value;
        Validation.Add(name, "type_error", WrongType);
        return null;
    }
}
