using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NanoBanana.Gateway.Admin;
using NanoBanana.Gateway.Health;
using NanoBanana.ServiceDefaults.Hosting;
using StackExchange.Redis;

namespace NanoBanana.Gateway.Tests;

/// <summary>What operators see while nothing behind the gateway answers.</summary>
public sealed class SystemOutageTests : IAsyncLifetime
{
    private WebApplication _gateway = null!;

    private IServiceProvider Services => _gateway.Services;

    public ValueTask InitializeAsync()
    {
        var settings = TestSettings.Common();
        settings["ConnectionStrings:redis"] = "127.0.0.1:9";
        foreach (var service in new[] { "identity", "keys", "generation", "billing" })
            settings[$"services:{service}:http:0"] = HealthSetup.Nowhere;
        _gateway = ServiceHost.Build(
            "gateway", static app => app.AddGatewayService(), static app => app.MapGatewayEndpoints(), ["--urls", "http://127.0.0.1:0"],
            app => app.Configuration.AddInMemoryCollection(settings), isEdge: true);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Databases_AreUnavailableOneByOne()
    {
        var view = await GetDatabaseFigures.HandleAsync(Services.GetRequiredService<SystemClient>(), CancellationToken.None);
        view.Databases.ShouldBe(
            new[] { "identity", "keys", "generation", "billing" }.Select(static service => new DatabaseFiguresView(service, "unavailable", null, null, null, null)));
    }

    [Fact]
    public async Task Redis_IsUnavailable() =>
        (await GetRedisFigures.HandleAsync(Services.GetRequiredService<IConnectionMultiplexer>(), TimeProvider.System))
            .ShouldBe(new RedisFiguresView("unavailable", null, null, null, null, null, null));

    [Fact]
    public async Task Status_IsUnhealthyAndNamesBoth()
    {
        var view = await GetSystemStatus.HandleAsync(
            Services.GetRequiredService<SystemProbe>(), Services.GetRequiredService<IHostEnvironment>(), Services.GetRequiredService<Uptime>(), CancellationToken.None);
        (view.Status, view.Components).ShouldBe(("unhealthy", new SystemComponentsView("unavailable", "unavailable")));
    }

    [Fact]
    public async Task StorageAndLogs_FailAsADependencyDoes()
    {
        var system = Services.GetRequiredService<SystemClient>();
        await Should.ThrowAsync<HttpRequestException>(() => GetStorageFigures.HandleAsync(system, CancellationToken.None));
        await Should.ThrowAsync<HttpRequestException>(() => GetAuditLog.HandleAsync("1", system, CancellationToken.None));
    }
}
