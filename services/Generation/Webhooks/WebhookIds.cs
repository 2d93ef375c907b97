namespace NanoBanana.Generation.Webhooks;

/// <summary>Ids of webhooks and of their deliveries, and their forms on the wire: <c>wh_</c> and <c>whd_</c> with a UUID.</summary>
internal static class WebhookIds
{
    private const string Endpoint = "wh_";
    private const string Delivery = "whd_";

    public static Guid New() => Guid.CreateVersion7();

    public static string ToWire(Guid id) => $"{Endpoint}{id:d}";

    public static string DeliveryToWire(Guid id) => $"{Delivery}{id:d}";

    public static bool TryParse(string? text, out Guid id) => TryParse(text, Endpoint, out id);

    public static bool TryParseDelivery(string? text, out Guid id) => TryParse(text, Delivery, out id);

    private static bool TryParse(string? text, string prefix, out Guid id)
    {
        id = default;
        return text is not null && text.StartsWith(prefix, StringComparison.Ordinal) && Guid.TryParseExact(text.AsSpan(prefix.Length), "d", out id);
    }
}
