using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Providers.OpenAi;

/// <summary>Registers the adapter, its options and its connections.</summary>
internal static class OpenAiExtensions
{
    public static void AddOpenAi(this IServiceCollection services)
    {
        services.AddProvider<OpenAiProvider, OpenAiOptions>(OpenAiOptions.Section, OpenAiProvider.WireName, "gpt-image-2");
        services.PostConfigure<OpenAiOptions>(static options => options.NameVendor());
        services.AddSingleton<IValidateOptions<OpenAiOptions>, OpenAiOptionsValidator>();
    }
}
