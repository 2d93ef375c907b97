namespace NanoBanana.Generation.Providers.Bfl;

/// <summary>
/// Where orders go and where they are asked after. An order taken at the global host lives at a regional one, which only the answer
/// names; no answer may lead the key away from the provider.
/// </summary>
/// <param name="configured">The configured address, with or without the version.</param>
internal sealed class BflAddresses(string configured)
{
    private const string Domain = "bfl.ai";
    private readonly string _root = configured.EndsWith("/v1", StringComparison.Ordinal) ? configured[..^3] : configured;

    public Uri Base { get; } = new(configured);

    public Uri Credits => new($"{_root}/v1/credits");

    public Uri Order(string model) => new($"{_root}/v1/{Uri.EscapeDataString(model)}");

    /// <summary>
    /// What to store of an accepted order: the address that it named, completed where it left out whom it means, or its bare id when it
    /// named none. Null when it has neither.
    /// </summary>
    public static string? TaskOf(BflOrder order)
    {
        if (!Uri.TryCreate(order.PollingUrl, UriKind.Absolute, out var told) || told.Scheme is not ("https" or "http"))
            return string.IsNullOrEmpty(order.Id) ? null : order.Id;
        var address = told.GetLeftPart(UriPartial.Query);
        return string.IsNullOrEmpty(order.Id) || told.Query.Split('?', '&').Any(static part => part.StartsWith("id=", StringComparison.Ordinal))
            ? address
            : $"{address}{(told.Query.Length == 0 ? '?' : '&')}id={Uri.EscapeDataString(order.Id)}";
    }

    /// <summary>Whether the order's own host is known, so that its word on the order counts.</summary>
    public static bool IsTold(string task) => task.Contains("://", StringComparison.Ordinal);

    /// <summary>Where to ask; null when the key may not go there.</summary>
    public Uri? Poll(string task)
    {
        if (!IsTold(task))
            return new Uri($"{_root}/v1/get_result?id={Uri.EscapeDataString(task)}");
        return Uri.TryCreate(task, UriKind.Absolute, out var told) && MayAsk(told) ? told : null;
    }

    private bool MayAsk(Uri told)
    {
        if (told.UserInfo.Length > 0 || told.Scheme != Base.Scheme)
            return false;
        return (told.IdnHost == Base.IdnHost && told.Port == Base.Port)
            || (told.Scheme == Uri.UriSchemeHttps && told.IsDefaultPort && IsTheirs(Base) && IsTheirs(told));
    }

    private static bool IsTheirs(Uri address) => address.IdnHost == Domain || address.IdnHost.EndsWith("." + Domain, StringComparison.Ordinal);
}
