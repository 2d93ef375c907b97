using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.Transport;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>Short ways to what tests of providers that take orders keep asking.</summary>
internal static class PolledSetup
{
    private const int MostPolls = 50;

    public static IPolledProvider Polled(this ProviderSetup setup, string name) => (IPolledProvider)setup.Provider(name);

    /// <summary>The body of the order that was sent last.</summary>
    public static JsonNode LastBody(this EmulatorSwitchboard sends) =>
        JsonNode.Parse(sends.Requests.Last(static request => request.Method == "POST").Body)!;

    /// <summary>That this, and nothing else, was sent. How letters are escaped does not matter.</summary>
    public static void ShouldHaveSent(this EmulatorSwitchboard sends, string json)
    {
        sends.Requests.ShouldHaveSingleItem();
        sends.LastBody().ToJsonString().ShouldBe(JsonNode.Parse(json)!.ToJsonString());
    }

    public static async Task<ProviderOrder> OrderAsync(this IPolledProvider provider, ProviderRequest request)
    {
        var result = await provider.SendAsync(request, CancellationToken.None);
        return new ProviderOrder(request.Model, result.ShouldBeOfType<ProviderResult.Accepted>(result.ToString()).TaskId, request.CallerKey);
    }

    /// <summary>Asks until the order has ended.</summary>
    public static async Task<ProviderResult> EndAsync(this IPolledProvider provider, ProviderOrder order)
    {
        for (var i = 0; i < MostPolls; i++)
        {
            if (await provider.PollAsync(order, CancellationToken.None) is var result and not ProviderResult.Running)
                return result;
        }

        throw new TimeoutException("The order does not end.");
    }

    public static Task<ProviderResult> FetchAsync(this ProviderSetup setup, ProviderResult result, MediaKind kind = MediaKind.Image) =>
        setup.Services.GetRequiredService<ResultDownload>().FetchAsync(result.ShouldBeOfType<ProviderResult.Located>(result.ToString()), kind, CancellationToken.None);
}
