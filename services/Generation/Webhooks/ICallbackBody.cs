namespace NanoBanana.Generation.Webhooks;

/// <summary>What is posted to one job's own address, in the words of the family whose call ordered it.</summary>
internal interface ICallbackBody
{
    /// <summary>Null when there is no such job, or it has not ended.</summary>
    Task<byte[]?> WriteAsync(Guid accountId, Guid jobId, CancellationToken cancellationToken);
}
