using NanoBanana.Generation.Api.Lab.Search;

namespace NanoBanana.Generation.Search;

/// <summary>Registers the search. Facets are in the order of the types here.</summary>
internal static class SearchExtensions
{
    public static void AddSearch(this IServiceCollection services)
    {
        services.AddSingleton<SearchEngine>();
        services.AddSingleton<SearchRequest>();
        services.AddSingleton<ImageSearch>();
        services.AddSingleton<PromptSearch>();
        services.AddSingleton<ISearched>(static provider => provider.GetRequiredService<ImageSearch>());
        services.AddSingleton<ISearched>(static provider => provider.GetRequiredService<PromptSearch>());
        services.AddSingleton<ISearched, TemplateSearch>();
        services.AddSingleton<ISearched, ProjectSearch>();
        services.AddSingleton<ISearched, ChatSearch>();
    }
}
