using Microsoft.AspNetCore.Http.HttpResults;

namespace NanoBanana.Generation.Api.Lab.Admin;

/// <param name="Providers">All of the product, also those that have no key here; lowest priority first.</param>
internal sealed record AdminProviderListView(IReadOnlyList<AdminProviderView> Providers);

internal static class ListAdminProviders
{
    public static async Task<Ok<AdminProviderListView>> HandleAsync(AdminProviders providers, CancellationToken cancellationToken) =>
        TypedResults.Ok(new AdminProviderListView(await providers.DescribeAsync(cancellationToken)));
}
