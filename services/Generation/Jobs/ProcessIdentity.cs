namespace NanoBanana.Generation.Jobs;

/// <summary>Names this process as the owner of its leases. New at every start, so that a restarted process never mistakes a lease for its own.</summary>
internal sealed class ProcessIdentity
{
    public Guid Id { get; } = Guid.CreateVersion7();
}
