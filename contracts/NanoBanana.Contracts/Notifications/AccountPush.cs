namespace NanoBanana.Contracts.Notifications;

/// <summary>
/// What is said to every open socket of an account, by whichever service: published on a Redis channel as <c>account type payload</c>, where
/// the processes that hold sockets hear it. Whatever must not be lost is kept elsewhere by whoever says it.
/// </summary>
public static class AccountPush
{
    /// <summary>The type of a frame whose payload is a <see cref="PushedNotification"/>.</summary>
    public const string Notification = "notification";

    /// <summary>The Redis channel.</summary>
    /// <param name="system">A name that the services of one system have in common: two systems on one Redis do not hear each other.</param>
    public static string ChannelOf(string system) => $"nanobanana:pushes:{system}";

    /// <param name="type">The frame's, without a space.</param>
    /// <param name="payload">As it goes out: JSON.</param>
    public static string Format(Guid accountId, string type, string payload) => $"{accountId:n} {type} {payload}";

    /// <summary>False when the message is none of these.</summary>
    public static bool TryParse(string message, out Guid accountId, out string type, out string payload)
    {
        var parts = message.Split(' ', 3);
        (type, payload) = parts.Length == 3 ? (parts[1], parts[2]) : ("", "");
        return Guid.TryParseExact(parts[0], "n", out accountId) && parts.Length == 3;
    }
}
