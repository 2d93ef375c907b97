namespace NanoBanana.AppHost.Publishing;

/// <summary>
/// What Generation is scaled by: whole seconds for which the account that waits longest has waited for a turn it could have. Jobs that only
/// wait for others of their own account are not in it, because more processes would not help them. The statement reads three indexes, one
/// entry each, whatever waits.
/// </summary>
internal static class QueueAge
{
    public const string Database = "generationdb";

    /// <summary>KEDA's scaler, on Kubernetes as in Azure.</summary>
    public const string Scaler = "postgresql";

    /// <summary>The statement, in one line.</summary>
    public static string Query(IDistributedApplicationBuilder builder) => string.Join(' ', File
        .ReadAllText(Path.Combine(builder.AppHostDirectory, "..", "services", "Generation", "Queue", "queue_age.sql"))
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
