using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.OpenAi;

/// <summary>OpenAI's image models over REST, and those of OpenRouter in its dialect.</summary>
internal sealed class OpenAiProvider : IProbedProvider
{
    public const string WireName = "openai";

    private readonly ProviderTransport _transport;
    private readonly ModelCatalogue _catalogue;
    private readonly OpenAiOptions _options;
    private readonly OpenAiDialect _dialect;

    public OpenAiProvider(ProviderTransport transport, ModelCatalogue catalogue, IOptions<OpenAiOptions> options)
    {
        (_transport, _catalogue, _options) = (transport, catalogue, options.Value);
        _dialect = _options.IsOpenRouter ? new OpenRouterImages(_options.Quality) : new OpenAiImages(_options.Quality);
        Models = catalogue.Offered(_dialect.Catalogue, _options.Model, _dialect.Unknown);
    }

    public string Name => WireName;

    public string DisplayName => _dialect.DisplayName;

    public bool IsAvailable => _options.IsConfigured;

    public int Priority => _options.Priority;

    public int MaxConcurrent => _options.MaxConcurrent;

    public IReadOnlyList<ProviderModel> Models { get; }

    public async Task<ProviderResult> SendAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        if (ProviderKey.Of(request.CallerKey, _options.ApiKey) is not { } key)
            return ProviderKey.Malformed;
        var model = _catalogue.Find(_dialect.Catalogue, request.Model) ?? _dialect.Unknown;
        request = request with { Partials = PartialsOf(request.Partials, model) };
        var (path, body) = _dialect.Write(request, model);
        var message = Message(HttpMethod.Post, path, key);
        message.Content = body;
        using var activity = ProviderActivity.Start("generate_content", _dialect.Catalogue, request.Model, message.RequestUri!);
        var result = request.Partials is { } wish
            ? await _transport.StreamAsync(WireName, message, _options.Patience, _dialect.Read, new OpenAiEvents(wish).Read, cancellationToken)
            : await _transport.SendAsync(WireName, message, _options.Patience, _dialect.Read, cancellationToken);
        activity.End(result);
        return result;
    }

    public async Task<ProviderResult.Failed?> ProbeAsync(CancellationToken cancellationToken) => ProviderKey.Of(callerKey: null, _options.ApiKey) is { } key
        ? await _transport.ProbeAsync(
            WireName, Message(HttpMethod.Get, _dialect.ProbePath, key), _options.Patience,
            answer => answer.IsSuccess ? null : _dialect.ReadFailure(answer), cancellationToken)
        : ProviderKey.Malformed;

    /// <summary>None of a model that is not known to have them: whoever else speaks the protocol may refuse the wish, and the image with it.</summary>
    private PartialWish? PartialsOf(PartialWish? wish, ProviderModel model) =>
        wish is not null && model.GivesPartials && Math.Min(wish.Count, _options.MaxPartialImages) is > 0 and var count ? wish with { Count = count } : null;

    private HttpRequestMessage Message(HttpMethod method, string path, string key)
    {
        var message = new HttpRequestMessage(method, new Uri(_options.Address + path));
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (_options.Referer.Length > 0)
            message.Headers.Add("HTTP-Referer", _options.Referer);
        return message;
    }
}
