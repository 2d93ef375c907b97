using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Tests.Providers.Conformance;

/// <summary>Takes a provider through its protocol, as the pipeline does, without the waits.</summary>
internal static class Drive
{
    private const int MostPolls = 50;

    /// <summary>Sends, and asks after the order until it has ended.</summary>
    public static async Task<ProviderResult> ToEndAsync(ProviderUnderTest subject)
    {
        var result = await subject.Provider.SendAsync(subject.Request, CancellationToken.None);
        return result is ProviderResult.Accepted accepted && subject.Provider is IPolledProvider polled
            ? await ToEndAsync(subject, polled, new ProviderOrder(subject.Request.Model, accepted.TaskId))
            : result;
    }

    public static async Task<ProviderResult> ToEndAsync(ProviderUnderTest subject, IPolledProvider polled, ProviderOrder order)
    {
        for (var i = 0; i < MostPolls; i++)
        {
            var result = await polled.PollAsync(order, CancellationToken.None);
            if (result is not ProviderResult.Running)
                return result;
        }

        throw new TimeoutException($"{subject.Provider.Name} is still running after {MostPolls} questions.");
    }

    /// <summary>An order that the provider has accepted.</summary>
    public static async Task<ProviderOrder> OrderAsync(ProviderUnderTest subject)
    {
        var result = await subject.Provider.SendAsync(subject.Request, CancellationToken.None);
        return new ProviderOrder(subject.Request.Model, result.ShouldBeOfType<ProviderResult.Accepted>(result.ToString()).TaskId);
    }

    /// <summary>The result's bytes, fetched as the pipeline fetches them.</summary>
    public static async Task<MemoryStream> OpenAsync(ProviderUnderTest subject, ProviderResult result)
    {
        var bytes = new MemoryStream();
        if (result is ProviderResult.Located located)
        {
            var fetched = await subject.Setup.Services.GetRequiredService<ResultDownload>().FetchAsync(located, subject.Request.Kind, CancellationToken.None);
            if (fetched is ProviderResult.Filmed filmed)
            {
                await using var file = filmed.File;
                await file.Rewind().CopyToAsync(bytes);
                return bytes;
            }

            using var body = fetched.ShouldBeDelivered().Bytes;
            await bytes.WriteAsync(body.Memory);
            return bytes;
        }

        using var delivered = result.ShouldBeDelivered().Bytes;
        await bytes.WriteAsync(delivered.Memory);
        return bytes;
    }
}
