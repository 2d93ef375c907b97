using Microsoft.Extensions.Options;
using NanoBanana.Generation.Access;

namespace NanoBanana.Generation.Quota;

/// <summary>Registers who is served, and how much in a day.</summary>
internal static class QuotaExtensions
{
    public static void AddQuota(this IServiceCollection services)
    {
        services.AddOptions<AnonymousOptions>().BindConfiguration(AnonymousOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<QuotaOptions>().BindConfiguration(QuotaOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<QuotaOptions>, TrialOptionsValidator>();
        services.AddSingleton<AddressKey>();
        services.AddSingleton<AnonymousAccount>();
        services.AddSingleton<LabAccess>();
        services.AddSingleton<TrialModes>();
        services.AddSingleton<QuotaMeter>();
        services.AddSingleton<QuotaStore>();
        services.AddSingleton<QuotaGate>();
        services.AddSingleton<QuotaSummaries>();
    }
}
