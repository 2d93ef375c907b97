using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.OpenAi;
using NanoBanana.Generation.Providers.Transport;
using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Moderation;

/// <summary>
/// Asks OpenAI's moderation model, which costs nothing, with the operator's key. All texts of a request go in one call. A circuit of its own keeps a service that
/// does not answer from costing every prompt its whole patience.
/// </summary>
internal sealed class AiModeration(
    ProviderTransport transport, CircuitBreakers circuits, IOptions<OpenAiOptions> connection, IOptions<ModerationOptions> options)
{
    public const string Model = "omni-moderation-latest";
    private const string OwnHost = "api.openai.com";
    private readonly TimeSpan _patience = TimeSpan.FromMilliseconds(options.Value.AiTimeoutMs);

    /// <summary>Whether there is somebody to ask.</summary>
    public bool IsEnabled { get; } = options.Value.Enabled && ProviderKey.Of(callerKey: null, connection.Value.ApiKey) is not null
        && !string.IsNullOrWhiteSpace(connection.Value.ApiKey) && !connection.Value.IsOpenRouter && (options.Value.AiEnabled ?? IsOwn(connection.Value.BaseUrl));

    /// <summary>The scores of each text; null when no usable answer came in time.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, double>>?> AskAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        if (!await circuits.EnterAsync(OpenAiProvider.WireName, Model))
            return null;
        var message = new HttpRequestMessage(HttpMethod.Post, new Uri(connection.Value.Address + "/moderations"));
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ProviderKey.Of(callerKey: null, connection.Value.ApiKey));
        message.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new AiModerationRequest(Model, texts), AiModerationJson.Default.AiModerationRequest))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };
        var answer = await transport.SendAsync<Answer>(
            OpenAiProvider.WireName, message, _patience, answer => Read(answer, texts.Count), static lost => new Answer(null, lost.Class), cancellationToken);

        // That a caller hung up is no word on the service.
        cancellationToken.ThrowIfCancellationRequested();
        await circuits.ReportAsync(OpenAiProvider.WireName, Model, answer.Failure);
        return answer.Scores;
    }

    private static Answer Read(ProviderAnswer answer, int count)
    {
        if (!answer.IsSuccess)
            return new Answer(null, OpenAiFailure.Of(answer).Class);
        try
        {
            var results = JsonSerializer.Deserialize(answer.Body.Span, AiModerationJson.Default.AiModerationAnswer)?.Results;
            return results?.Count == count && results.All(static result => result?.CategoryScores is not null)
                ? new Answer([.. results.Select(ScoresOf)], null)
                : new Answer(null, FailureClass.Unknown);
        }
        catch (JsonException)
        {
            return new Answer(null, FailureClass.Unknown);
        }
    }

    private static Dictionary<string, double> ScoresOf(AiModerationResult result) =>
        result.CategoryScores!.Where(static score => score.Value is not null).ToDictionary(static score => score.Key, static score => score.Value!.Value, StringComparer.Ordinal);

    private static bool IsOwn(string address) => Uri.TryCreate(address, UriKind.Absolute, out var parsed) && parsed.Host.Equals(OwnHost, StringComparison.OrdinalIgnoreCase);

    private sealed record Answer(IReadOnlyList<IReadOnlyDictionary<string, double>>? Scores, FailureClass? Failure);
}
