using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Webhooks;

/// <summary>One process for the tests of a class that neither stop it nor set it up otherwise.</summary>
public class WebhookFixture : IAsyncLifetime
{
    internal GenerationApplication Application { get; private set; } = null!;

    internal TestService Instance { get; private set; } = null!;

    /// <summary>What a class needs besides.</summary>
    protected virtual (string Key, string Value)[] Settings => [];

    public async ValueTask InitializeAsync()
    {
        Application = await WebhookSetup.NewApplicationAsync(Settings);
        Instance = await Application.StartInstanceAsync();
    }

    /// <summary>A new account with a receiver of its own; what earlier tests left is gone, so that a test may look at whole tables.</summary>
    internal async Task<WebhookSetup> SetUpAsync()
    {
        // One statement after the other: the process may be noting the end of a try meanwhile, and locks rows in an order of its own.
        foreach (var table in new[] { "webhook_endpoints", "webhook_deliveries", "events", "accounts" })
            await Application.ScalarAsync($"DELETE FROM generation.{table}");
        return await WebhookSetup.AtAsync(Application, Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
