using NanoBanana.Identity.Exports;
using NanoBanana.ServiceDefaults.Accounts;
using NanoBanana.ServiceDefaults.Http;
using Npgsql;

namespace NanoBanana.Identity.Erasures;

/// <summary>Registers what deletes accounts and what writes them down for their owners.</summary>
internal static class ErasureExtensions
{
    public static void AddErasures(this WebApplicationBuilder builder)
    {
        builder.AddInternalClient<KeysDataClient>("keys", "identity");
        builder.AddInternalClient<GenerationDataClient>("generation", "identity");
        builder.AddInternalClient<BillingDataClient>("billing", "identity");
        builder.Services.AddSingleton<ErasureClients>();
        builder.Services.AddSingleton<ErasureStore>();
        builder.Services.AddSingleton<ErasureDispatcher>();
        builder.Services.AddHostedService(static provider => provider.GetRequiredService<ErasureDispatcher>());
        builder.Services.AddSingleton<ExportSlots>();
        builder.Services.AddSingleton<WholeExport>();
        builder.Services.AddSingleton(static provider => new AccountExport(provider.GetRequiredService<NpgsqlDataSource>(), WholeExport.OwnSections));
    }
}
