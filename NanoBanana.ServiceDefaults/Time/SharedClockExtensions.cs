using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace NanoBanana.ServiceDefaults.Time;

internal static class SharedClockExtensions
{
    /// <summary>Makes the <see cref="TimeProvider"/> that anything asks for the shared one. What a host registered before stays.</summary>
    public static void AddSharedClock(this IServiceCollection services)
    {
        services.AddSingleton(static _ => new SharedClock(TimeProvider.System));
        services.TryAddSingleton<TimeProvider>(static provider => provider.GetRequiredService<SharedClock>());
        services.AddSingleton<ClockMetrics>();
        services.AddHostedService<ClockKeeper>();
    }
}
