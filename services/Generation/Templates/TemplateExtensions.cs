using NanoBanana.Generation.Api.Lab.Templates;

namespace NanoBanana.Generation.Templates;

/// <summary>Registers the templates.</summary>
internal static class TemplateExtensions
{
    public static void AddTemplates(this IServiceCollection services)
    {
        services.AddSingleton<TemplateStore>();
        services.AddSingleton<TemplatePages>();
        services.AddSingleton<TemplateReader>();
    }
}
