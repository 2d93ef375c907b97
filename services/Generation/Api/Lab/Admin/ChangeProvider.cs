using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Audit;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Lab.Admin;

/// <summary>Sets something of a provider, for all processes. This one knows it before it answers, the others within two seconds.</summary>
internal sealed class ChangeProvider(ProviderDirectory providers, OverrideStore store, OverrideWatch watch, AdminProviders described)
{
    /// <param name="enabled">Null leaves it as it is. What has no key cannot be enabled.</param>
    /// <param name="priority">1 to 100; null leaves it as it is.</param>
    public async Task<(ChangedProviderView? Changed, FailureResult? Failure)> RunAsync(
        string name, bool? enabled, short? priority, Principal actor, Func<string, AdminAct> act, string done, CancellationToken cancellationToken)
    {
        if (providers.Find(name) is not { } provider)
            return (null, ErrorCodes.ProviderNotFound);
        if (enabled == true && !provider.MayBeNamed)
            return (null, ErrorCodes.ProviderUnconfigured);
        await store.SetAsync(provider.Name, enabled, priority, actor, act(provider.Name), cancellationToken);

        // It is set: whoever hangs up now shall still find it known here.
        await watch.RefreshAsync(CancellationToken.None);
        return (new ChangedProviderView(Success: true, $"Provider {provider.Name} {done}", await described.DescribeAsync(provider, cancellationToken)), null);
    }
}
