namespace NanoBanana.ServiceDefaults.Data;

/// <summary>
/// Statements that search are planned for what is searched: whether words are common decides between walking along a list and going by the index,
/// and the one plan for any values, which all other statements use (<c>NpgsqlExtensions</c>), would be right for none.
/// </summary>
public static class SearchPlan
{
    /// <summary>To be the first of its transaction, with which it ends.</summary>
    public const string Anew = "SET LOCAL plan_cache_mode = force_custom_plan";
}
