using NanoBanana.Generation.Batches;

namespace NanoBanana.Generation.Queue;

/// <summary>Registers the stored queue and what feeds it.</summary>
internal static class QueueExtensions
{
    public static void AddJobQueue(this IServiceCollection services)
    {
        services.AddSingleton<JobQueue>();
        services.AddSingleton<QueueSignal>();
        services.AddSingleton<CancellationRelay>();
        services.AddHostedService(static provider => provider.GetRequiredService<CancellationRelay>());
        services.AddHostedService<QueueListener>();
        services.AddSingleton<QueueAdmission>();
        services.AddSingleton<PlanJobs>();
        services.AddSingleton<HoldJobs>();
        services.AddSingleton<EnqueueJobs>();
        services.AddSingleton<CancelJobs>();
        services.AddSingleton<BatchReader>();
    }
}
