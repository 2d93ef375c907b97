namespace NanoBanana.Generation.Queue;

/// <summary>Which waiting jobs go first: the lower number.</summary>
internal static class JobPriority
{
    /// <summary>Somebody waits for it, or did until its process stopped.</summary>
    public const short Interactive = 0;

    /// <summary>One job that its caller comes back for.</summary>
    public const short Single = 1;

    /// <summary>An item of a batch.</summary>
    public const short Batch = 2;
}
