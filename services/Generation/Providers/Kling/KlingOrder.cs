namespace NanoBanana.Generation.Providers.Kling;

/// <summary>What is stored of an order: <c>images:893...</c>. No part of it can lead the key anywhere but to Kling.</summary>
internal sealed record KlingOrder(KlingRoute Route, string Id)
{
    /// <summary>Null when it is not one.</summary>
    public static KlingOrder? Parse(string text) =>
        text.Split(':', 2) is [var name, var id] && KlingRoute.Find(name) is { } route && IsId(id) ? new KlingOrder(route, id) : null;

    /// <summary>Whether it can be an id of Kling's, and of nothing more.</summary>
    public static bool IsId(string? text) =>
        text is { Length: > 0 and <= 200 } && text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    public override string ToString() => $"{Route.Name}:{Id}";
}
