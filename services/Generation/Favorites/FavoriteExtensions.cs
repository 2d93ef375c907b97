namespace NanoBanana.Generation.Favorites;

/// <summary>Registers favourites.</summary>
internal static class FavoriteExtensions
{
    public static void AddFavorites(this IServiceCollection services)
    {
        services.AddSingleton<FavoriteStore>();
        services.AddSingleton<FavoritePages>();
    }
}
