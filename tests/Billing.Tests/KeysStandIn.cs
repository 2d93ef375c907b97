using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NanoBanana.Billing.Tests;

/// <summary>A server that speaks the two routes of Keys that Billing calls, in their documented wire form.</summary>
internal sealed class KeysStandIn : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, List<Key>> _keys = new();
    private readonly WebApplication _app;

    private KeysStandIn(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public static async Task<KeysStandIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new KeysStandIn(app);
        app.Use(async (context, next) =>
        {
            if (context.Request.Headers["X-NanoBanana-Principal"].Count == 1)
                await next(context);
            else
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        });
        app.MapGet("/internal/accounts/{account:guid}/keys", (Guid account) => "[" + string.Join(',', server.Of(account).Select(Json)) + "]");
        app.MapGet("/internal/accounts/{account:guid}/keys/{id:guid}", (Guid account, Guid id) =>
            server.Of(account).Find(key => key.Id == id) is { } key ? Results.Content(Json(key), "application/json") : Results.NotFound());
        await app.StartAsync();
        return server;
    }

    public Guid Add(Guid account, string name, bool isActive = true)
    {
        var key = new Key(Guid.NewGuid(), name, isActive);
        _keys.GetOrAdd(account, static _ => []).Insert(0, key);
        return key.Id;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private List<Key> Of(Guid account) => _keys.GetValueOrDefault(account) ?? [];

    private static string Json(Key key) =>
        $$"""
        {"id":"{{key.Id}}","name":"{{key.Name}}","prefix":"nb_live_{{key.Name}}","is_active":{{(key.IsActive ? "true" : "false")}},"created_at":"2026-01-27T12:00:00Z"}
        """;

    private sealed record Key(Guid Id, string Name, bool IsActive);
}
