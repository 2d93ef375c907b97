namespace NanoBanana.AppHost;

/// <summary>The four databases and Redis, by whatever means they run.</summary>
/// <param name="LetWait">Makes a project wait until the databases answer.</param>
internal sealed record DataStores(
    IResourceBuilder<IResourceWithConnectionString> IdentityDb,
    IResourceBuilder<IResourceWithConnectionString> KeysDb,
    IResourceBuilder<IResourceWithConnectionString> GenerationDb,
    IResourceBuilder<IResourceWithConnectionString> BillingDb,
    IResourceBuilder<IResourceWithConnectionString> Redis,
    Action<IResourceBuilder<ProjectResource>> LetWait);
