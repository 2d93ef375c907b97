using NanoBanana.Generation.Internal;
using NanoBanana.ServiceDefaults.Accounts;
using Npgsql;

namespace NanoBanana.Generation.Erasures;

/// <summary>Registers what erases deleted accounts, and what writes down accounts for their owners.</summary>
internal static class ErasureExtensions
{
    public static void AddErasures(this IServiceCollection services)
    {
        services.AddOptions<ErasureOptions>().BindConfiguration(ErasureOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ErasureStore>();
        services.AddSingleton<EraseUploads>();
        services.AddSingleton<EraseAccount>();
        services.AddSingleton<AccountEraser>();
        services.AddHostedService(static provider => provider.GetRequiredService<AccountEraser>());
        services.AddSingleton(static provider => new AccountExport(provider.GetRequiredService<NpgsqlDataSource>(), ExportAccount.Sections));
    }
}
