using System.Collections.Concurrent;
using NanoBanana.EndToEnd.Matrix;

namespace NanoBanana.EndToEnd.Fuzz;

/// <summary>A system without windows, a user who can afford it, an operator, and what each route reads of its query.</summary>
public sealed class FuzzFixture : IAsyncLifetime
{
    private readonly MatrixFixture _matrix = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<HttpClient>>> _sacrifices = new(StringComparer.Ordinal);
    private Dictionary<string, IReadOnlyList<string>> _queries = [];

    public NanoBananaSystem System => _matrix.System;

    public async ValueTask InitializeAsync()
    {
        await _matrix.InitializeAsync();
        var paths = (await _matrix.Of(Who.Nobody).GetJsonAsync("/openapi.json"))["paths"]!.AsObject();
        _queries = paths.SelectMany(static path => path.Value!.AsObject().Select(method => (Route: $"{method.Key.ToUpperInvariant()} {path.Key}", Operation: method.Value!)))
            .ToDictionary(
                static one => one.Route,
                static one => (IReadOnlyList<string>)[.. (one.Operation["parameters"]?.AsArray() ?? []).Where(static each => (string?)each!["in"] == "query").Select(static each => (string)each!["name"]!)],
                StringComparer.Ordinal);
    }

    public ValueTask DisposeAsync() => _matrix.DisposeAsync();

    public IReadOnlyList<string> QueriesOf(RouteRow row) => _queries.GetValueOrDefault(row.Route) ?? [];

    /// <summary>Nobody, and somebody whom the route lets in.</summary>
    public async Task<IReadOnlyList<HttpClient>> CallersOfAsync(RouteRow row) =>
    [
        _matrix.Of(Who.Nobody),
        row.ChangesCaller ? await SacrificeAsync(row.Route) : _matrix.Of(row.Access switch { Access.Key => Who.UserKey, Access.Admin => Who.Admin, _ => Who.User }),
    ];

    /// <summary>An account for a route that may end its token.</summary>
    private Task<HttpClient> SacrificeAsync(string route) =>
        _sacrifices.GetOrAdd(route, _ => new Lazy<Task<HttpClient>>(async () => (await System.SignUpAsync()).Client)).Value;
}
