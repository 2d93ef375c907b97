using System.Text.Json.Nodes;

namespace NanoBanana.Generation.Tests.Api.OpenAi;

/// <summary>A stream of events that is read while it goes on.</summary>
internal sealed class EventsOneByOne(HttpResponseMessage response) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private StreamReader? _reader;

    /// <summary>The next event, its comments left out; null at the end.</summary>
    public async Task<(string Name, JsonNode Data)?> NextAsync()
    {
        _reader ??= new StreamReader(await response.Content.ReadAsStreamAsync());
        using var patience = new CancellationTokenSource(Patience);
        var name = "";
        while (await _reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line["event: ".Length..];
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                return (name, JsonNode.Parse(line["data: ".Length..])!);
        }

        return null;
    }

    /// <summary>Its name, with the number of a partial image: <c>image_edit.partial_image 0</c>.</summary>
    public async Task<string?> NameAsync() => await NextAsync() is var (name, data) ? Describe(name, data) : null;

    public static string Describe(string name, JsonNode data) => data["partial_image_index"] is { } index ? $"{name} {index}" : name;

    public void Dispose()
    {
        _reader?.Dispose();
        response.Dispose();
    }
}
