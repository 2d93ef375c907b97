namespace NanoBanana.Generation.History;

/// <summary>Registers the history.</summary>
internal static class HistoryExtensions
{
    public static void AddHistory(this IServiceCollection services)
    {
        services.AddSingleton<HistoryPages>();
        services.AddSingleton<HistoryStore>();
        services.AddHostedService<DeletedImages>();
    }
}
